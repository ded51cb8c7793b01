"""配药: who needs, offers or has got which medicine, as residents write it (docs/message-shapes/medication.md).

Names of medicines come from the lexicon (parsing/medicine.py); a misspelt one is a guess, to be asked back. Talk, news,
jokes and questions on how to take something record nothing.
"""

import re
from dataclasses import dataclass, replace

from domain.medication import Drug, Intent, Kind, MedicationNeed
from domain.residence import DEFAULT_GRAMMAR, AddressGrammar
from parsing.context import Evidence
from parsing.danger import tells_danger
from parsing.found import Found, without
from parsing.medication_amount import amounts, as_boxes
from parsing.medication_condition import conditions
from parsing.medication_drug import Named, find_medicines
from parsing.medication_gate import may_be_medication
from parsing.medication_intent import Scene, Told, intent_of
from parsing.medication_list import Entry, entries
from parsing.medication_patient import name_after_place, patient
from parsing.medication_place import find_places, home_of
from parsing.medication_question import without_questions
from parsing.medication_repeat import without_repeats
from parsing.medication_sketch import sketch
from parsing.medication_stock import days_left, has_run_out, is_pressing
from parsing.normalise import Normalised, normalise
from parsing.vocabulary import medication as words

_RED_DAYS = 2
_LONGEST_OF = 4  # characters that say what a class is for: 肺癌靶向药
_WISHES = re.compile("[要求配买带拿缺想需换借匀给开有和跟也]")
_INSULIN = "胰岛素"  # the family: beside an exact product it is the same thing, said again


@dataclass(frozen=True, slots=True)
class MedicationReading:
    """What a message says of medicine. Without `needs` it records nothing.

    `asks_how`: a question on how to take something, which people answer, never the bot. `danger`: somebody's life may
    be in danger (no breath, unconscious), whatever else is said. `talk`: why nothing was recorded.
    """

    needs: tuple[MedicationNeed, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unread: tuple[str, ...] = ()
    asks_how: bool = False
    danger: bool = False
    talk: str | None = None


def read_medication(text: str, grammar: AddressGrammar = DEFAULT_GRAMMAR) -> MedicationReading:
    """Say what `text`, as written, does about medicine, one need for each household. Never raises.

    A question on how to take something that stands beside a need (求布洛芬一盒，一天吃几次？) is a question, and
    its medicines are not wanted.
    """
    page = _page(text)
    if not may_be_medication(page.text):
        return MedicationReading()
    beside = without_questions(text)
    if beside is not None and may_be_medication((left := _page(beside)).text):
        found = _read(left, grammar)
        if found.needs:
            return replace(found, asks_how=True, danger=tells_danger(page.text))
    return _read(page, grammar)


def hears_danger(text: str) -> bool:
    """Say whether `text`, as written, may tell of a life in danger, whatever else it says."""
    return tells_danger(_page(text).text)


def _page(text: str) -> Normalised:
    return normalise(as_boxes(text))


def _read(page: Normalised, grammar: AddressGrammar) -> MedicationReading:
    danger = tells_danger(page.text)
    parts = entries(page.text, grammar)
    readings = [_Entry(page, entry, grammar).read() for entry in parts]
    needs = tuple(need for need, *_ in readings if need.intent is not Intent.NONE)
    evidence = tuple(each for _, found, _, _ in readings for each in found)
    unread = tuple(words for _, _, left, _ in readings for words in left)
    unread += tuple(parts[n].text.strip() for n, (*_, told) in enumerate(readings) if told.rule in _LEFT_OUT)
    asks_how = any(told.rule == "asks how to take it" for *_, told in readings)
    asks_how = asks_how or (not needs and words.ASKS_DOSE.search(page.text) is not None)
    talk = None if needs else next((told.rule for *_, told in readings), None)
    return MedicationReading(needs, evidence if needs else (), unread if needs else (), asks_how, danger, talk)


class _Entry:
    """One household's part of a message, as it is read."""

    def __init__(self, page: Normalised, entry: Entry, grammar: AddressGrammar) -> None:
        self.page, self.entry = page, entry
        self.text = entry.text
        self.places = find_places(self.text, grammar)
        hidden = without(self.text, self.places)
        self.hidden = words.PHONE.sub(lambda match: "\0" * len(match[0]), hidden)
        self.named = find_medicines(self.hidden, guess=True)
        self.sketch = sketch(self.text, self.named, [(each.start, each.end) for each in self.places])

    def read(self) -> tuple[MedicationNeed, tuple[Evidence, ...], tuple[str, ...], Told]:
        """Return the need with its evidence, what was left unread, and what decided."""
        told = intent_of(self.sketch, self._scene())
        if told.intent is Intent.NONE:
            return MedicationNeed(Intent.NONE), (), (), told
        meant = self._meant(told.intent)
        drugs = self._drugs(meant, told.intent)
        need = MedicationNeed(told.intent, home_of(self.text, self.places, entry=self.entry), drugs=drugs)
        if told.intent is Intent.REQUEST:
            need = self._request(need, is_form=told.rule == "place, patient and medicine")
        elif told.intent is not Intent.OFFER:
            need = replace(need, patient=_named_only(patient(self._bare())))
        phone = words.PHONE.search(self.text)
        hospital = words.HOSPITAL.search(self.text)
        need = replace(
            need,
            contact=phone[0].replace(" ", "").replace("-", "") if phone else None,
            fetched_at=hospital["place"] if hospital else None,
            card=_card(self.text),
            fridge=words.FRIDGE.search(self.text) is not None,
        )
        return need, self._evidence(told, meant), self._unread(meant), told

    def _scene(self) -> Scene:
        kinds = {Kind.CLASS if each.medicine is None else each.medicine.kind for each in self.named}
        in_jest = bool(self.named) and all(
            words.IN_JEST.search(self.text[each.start : each.end]) is not None for each in self.named
        )
        bare = self._bare()
        ill = bool(words.CARD.search(bare) or words.NEEDY.search(bare) or conditions(bare))
        only_supplies = kinds == {Kind.SUPPLY}
        in_need = not only_supplies and (ill or patient(bare) is not None)
        prescribed = any(
            each.medicine is not None and each.medicine.prescription and not each.medicine.over_the_counter
            for each in self.named
        )
        return Scene(self.entry.under_heading, ill, in_need, in_jest, only_supplies, prescribed)

    def _bare(self) -> str:
        """Return the text with places, phone numbers and medicines as NULs."""
        return without(self.hidden, [Found(None, each.start, each.end) for each in self.named if not each.is_class])

    def _request(self, need: MedicationNeed, *, is_form: bool) -> MedicationNeed:
        bare = self._bare()
        stock = without(self.hidden, [Found(None, each.start, each.end) for each in self.named])
        ran_out = has_run_out(stock)
        lasts = days_left(stock, ran_out=ran_out)
        urgent = is_pressing(stock) or ran_out or (lasts is not None and lasts <= _RED_DAYS)
        form = self.entry.under_heading or words.FORM.search(self.text) is not None
        return replace(
            need,
            patient=patient(bare, form=form)
            or (name_after_place(bare) if is_form else None)
            or _owner_of_class(self.text, self.named),
            urgent=urgent,
            days_left=lasts,
            conditions=conditions(_without_allergies(bare)),
        )

    def _meant(self, intent: Intent) -> tuple[Named, ...]:
        """Return the medicines that are wanted, offered or received: not those that somebody is allergic to or has."""
        if intent is Intent.CANCELLED or intent is Intent.FULFILLED:
            unwanted = [each for each in self.named if self._is_allergen(each)]
        else:
            unwanted = [each for each in self.named if self._is_unwanted(each, intent)]
        kept = tuple(each for each in self.named if each not in unwanted)
        if intent is Intent.REQUEST:
            kept = self._without_stock_classes(kept)
        if kept or not self.named:
            return kept
        return tuple(each for each in self.named if not self._is_allergen(each))

    def _without_stock_classes(self, kept: tuple[Named, ...]) -> tuple[Named, ...]:
        """Leave out a class whose stock only is told (降糖药还能吃10天) where medicines are named."""
        if all(each.is_class for each in kept):
            return kept
        exact = [each for each in kept if each.generic and each.generic != _INSULIN and _INSULIN in each.generic]
        return tuple(
            each
            for each in kept
            if not (
                each.is_class and (words.RUNS_LOW.match(self._clauses(each)[1]) or self._only_describes(each, kept))
            )
            and not (exact and each.generic == _INSULIN)
        )

    def _only_describes(self, each: Named, kept: tuple[Named, ...]) -> bool:
        """Say whether a class is a clause of its own after a name, and says what that is: 泰瑞沙一盒，肺癌靶向药."""
        before, after = self._clauses(each)
        named = any(other.end <= each.start and not other.is_class for other in kept)
        return (
            named and not after.strip(f" {words.PLACE}") and len(before) <= _LONGEST_OF and not _WISHES.search(before)
        )

    def _clauses(self, each: Named) -> tuple[str, str]:
        place = self.sketch.place_of(each.start)
        text = self.sketch.text
        before = re.split(r"[,。;!?\n]", text[max(0, place - 30) : place])[-1]
        after = re.split(r"[,。;!?\n]", text[place + 1 : place + 31])[0]
        return before, after

    def _is_allergen(self, each: Named) -> bool:
        before, after = self._clauses(each)
        return bool(
            re.match(rf"[^,。; 吗有]{{0,6}}过敏(?!药|[{words.DRUG}])", after)
            or re.search(r"过敏[^,。;]{0,2}$|(?:^|[^针面相反])对$", before)
        )

    def _is_unwanted(self, each: Named, intent: Intent) -> bool:
        before, after = self._clauses(each)
        if self._is_allergen(each):
            return True
        if intent is Intent.OFFER:
            return re.search(r"(?:需要|想要|求|换|缺|要)$", before) is not None
        return words.UNWANTED_BEFORE.search(before) is not None or words.UNWANTED_AFTER.match(after) is not None

    def _drugs(self, meant: tuple[Named, ...], intent: Intent) -> tuple[Drug, ...]:
        """Return the medicines meant with their amounts, each once."""
        is_update = intent in (Intent.FULFILLED, Intent.CANCELLED)
        every = amounts(self.hidden, self.named, keeps_stock=intent is not Intent.REQUEST, in_clause=is_update)
        said: list[tuple[Named, Drug]] = []
        for each, amount in zip(self.named, every, strict=True):
            if each not in meant:
                continue
            drug = Drug(
                mention=self._written(each.start, each.end),
                generic=each.generic,
                strength=amount.strength,
                form=each.form,
                quantity=amount.quantity,
                measure=amount.measure,
                guesses=each.guesses,
            )
            said.append((each, drug))
        return without_repeats(self.text, said)

    def _written(self, start: int, end: int) -> str:
        begin, stop = self.page.origin(self.entry.start + start, self.entry.start + end)
        return self.page.written[begin:stop]

    def _evidence(self, told: Told, meant: tuple[Named, ...]) -> tuple[Evidence, ...]:
        spans = [(*self.sketch.origin(told.start, told.end), f"medication: {told.rule}")] if told.end else []
        spans += [(each.start, each.end, "medicine" if not each.guesses else "misspelt medicine") for each in meant]
        spans += [(each.start, each.end, "residence") for each in self.places[:1]]
        found = []
        for start, end, rule in spans:
            begin, stop = self.page.origin(self.entry.start + start, self.entry.start + end)
            found.append(Evidence(begin, stop, self.page.written[begin:stop], rule))
        return tuple(found)

    def _unread(self, meant: tuple[Named, ...]) -> tuple[str, ...]:
        """Return the names that were not taken for what is meant: a person may look at them."""
        return tuple(self._written(each.start, each.end) for each in self.named if each not in meant)


_LEFT_OUT = frozenset(("no medicine", "no ask"))  # of a list: a person may know what is meant


def _named_only(said: str | None) -> str | None:
    """Return the patient of an update only where it is a name."""
    return said if said is not None and len(said) > 2 else None


_CHILD_BEFORE_CLASS = re.compile(r"(?:儿童|宝宝|小孩|小儿|婴儿|孩子)(?:用|吃|的)*$")


def _owner_of_class(text: str, named: tuple[Named, ...]) -> str | None:
    """Return 孩子 for 儿童退烧药."""
    child = any(
        each.is_class and _CHILD_BEFORE_CLASS.search(text, max(0, each.start - 5), each.start) for each in named
    )
    return "孩子" if child else None


_ALLERGY = re.compile(r"[一-鿿\0]{1,6}过敏(?!性)")


def _without_allergies(text: str) -> str:
    return _ALLERGY.sub(lambda match: "\0" * len(match[0]), text)


def _card(text: str) -> str | None:
    found = words.CARD.search(text)
    return found["card"].strip() if found else None
