"""到货 (delivery): how far the goods of each buy are, which building was called, and who has fetched theirs."""

from collections.abc import Iterable, Mapping

from domain.delivery import Delivery, Fault, Flaw, Planned, Stage, Stop, Tick
from storage.store import Query, Row

_COLUMNS = "id, chain_id, chat_id, stage, stage_at, place, minutes"

_START = f"""
    INSERT INTO delivery (chain_id, chat_id, started_by, started_at, stage, stage_at, place, minutes)
    VALUES (:chain, :chat, :by, :now, 'disinfecting', :now, :place, :minutes)
    ON CONFLICT (chain_id) DO UPDATE SET chain_id = excluded.chain_id RETURNING {_COLUMNS}
"""  # noqa: S608 - constants only
_GET = f"SELECT {_COLUMNS} FROM delivery WHERE id = :id"  # noqa: S608
_OF_CHAIN = f"SELECT {_COLUMNS} FROM delivery WHERE chain_id = :chain"  # noqa: S608
_LAST_PLACE = """
    SELECT place, minutes FROM delivery JOIN order_chain ON order_chain.id = chain_id
    WHERE compound_id = :compound ORDER BY delivery.id DESC LIMIT 1
"""

_LATELY = f"""
    SELECT {", ".join(f"delivery.{column}" for column in _COLUMNS.split(", "))}
    FROM delivery JOIN order_chain ON order_chain.id = chain_id
    WHERE compound_id = :compound AND stage IN ('calling', 'done') AND stage_at >= :since ORDER BY delivery.id DESC
"""  # noqa: S608 - constants only

_STOPS = """
    SELECT id, delivery_id, rank, lane, building, part, called_at FROM delivery_building
    WHERE delivery_id = :delivery ORDER BY rank, part
"""
_STOP = "SELECT id, delivery_id, rank, lane, building, part, called_at FROM delivery_building WHERE id = :id"
_PLAN_STOP = """
    INSERT INTO delivery_building (delivery_id, rank, lane, building, part)
    VALUES (:delivery, :rank, :lane, :building, :part)
    ON CONFLICT (delivery_id, lane, building, part) DO UPDATE SET rank = excluded.rank
"""
_PLAN_BAG = """
    INSERT INTO delivery_bag (delivery_id, building_id, party)
    SELECT :delivery, id, :party FROM delivery_building
    WHERE delivery_id = :delivery AND lane = :lane AND building = :building AND part = :part
    ON CONFLICT (delivery_id, party) DO NOTHING
"""
# What nobody ordered any more, unless somebody has fetched it or said something of it.
_UNPLAN_BAG = """
    DELETE FROM delivery_bag WHERE delivery_id = :delivery AND party = :party AND ticked_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM delivery_fault WHERE bag_id = delivery_bag.id)
"""
_UNPLAN_STOPS = """
    DELETE FROM delivery_building WHERE delivery_id = :delivery AND called_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM delivery_bag WHERE building_id = delivery_building.id)
"""
_CALL = "UPDATE delivery_building SET called_at = :now WHERE id = :id AND called_at IS NULL RETURNING id"

_BAGS = (
    "SELECT id, building_id, party, ticked_at, ticked_by FROM delivery_bag WHERE delivery_id = :delivery ORDER BY id"
)
_BAG = "SELECT id, delivery_id, building_id, party, ticked_at, ticked_by FROM delivery_bag WHERE id = :id"
_TICK = "UPDATE delivery_bag SET ticked_at = :now, ticked_by = :by WHERE id = :id AND ticked_at IS NULL RETURNING id"
_UNTICK = "UPDATE delivery_bag SET ticked_at = NULL, ticked_by = NULL WHERE id = :id"

_NOTE = """
    INSERT INTO delivery_fault (bag_id, kind, words, photo, at, by_id)
    VALUES (:bag, :kind, :words, :photo, :at, :by) RETURNING id
"""
_FAULTS = """
    SELECT f.id, bag_id, kind, words, photo, at, fen FROM delivery_fault AS f JOIN delivery_bag AS b ON b.id = bag_id
    WHERE delivery_id = :delivery ORDER BY f.id
"""
_FAULT = "SELECT id, bag_id, kind, words, photo, at, fen FROM delivery_fault WHERE id = :id"
_COMPLETE = """
    UPDATE delivery_fault SET words = CASE WHEN words = '' THEN :words ELSE words END, photo = COALESCE(photo, :photo)
    WHERE id = :id
"""
_DECIDE = "UPDATE delivery_fault SET fen = :fen WHERE id = :id AND fen IS NULL RETURNING id"

_UNDECIDE = """
    UPDATE delivery_fault SET fen = NULL WHERE bag_id IN (
        SELECT delivery_bag.id FROM delivery_bag JOIN delivery ON delivery.id = delivery_id
        WHERE chain_id = :chain AND party = :party)
"""

# A party that has become another one that has a bag already keeps that bag.
_FOLLOW = """
    UPDATE delivery_bag SET party = :new
    WHERE party = :old AND delivery_id IN (SELECT id FROM delivery WHERE chain_id = :chain)
      AND NOT EXISTS (SELECT 1 FROM delivery_bag AS other
                      WHERE other.delivery_id = delivery_bag.delivery_id AND other.party = :new)
"""

_FORGET = """
    UPDATE delivery_fault SET words = '', photo = NULL WHERE bag_id IN (
        SELECT delivery_bag.id FROM delivery_bag JOIN delivery ON delivery.id = delivery_id
        WHERE chain_id = :chain AND party = :party)
"""


class Deliveries:
    """All deliveries."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def start(self, chain_id: int, chat_id: int, by: int | None, now: int, place: str, minutes: int) -> Delivery:
        """The goods of a buy are here; return how that stands. Said again it goes on as it was."""
        row = await self._query.the(_START, chain=chain_id, chat=chat_id, by=by, now=now, place=place, minutes=minutes)
        return _delivery(row)

    async def get(self, delivery_id: int) -> Delivery | None:
        """Return a delivery, or None."""
        row = await self._query.one(_GET, id=delivery_id)
        return _delivery(row) if row else None

    async def of_chain(self, chain_id: int) -> Delivery | None:
        """Return the delivery of a buy, or None."""
        row = await self._query.one(_OF_CHAIN, chain=chain_id)
        return _delivery(row) if row else None

    async def handed_out(self, compound_id: int, since: int) -> list[Delivery]:
        """Return the deliveries of a compound that are handed out, or were after `since`, the newest first."""
        return [_delivery(row) for row in await self._query.all(_LATELY, compound=compound_id, since=since)]

    async def usual(self, compound_id: int) -> tuple[str, int] | None:
        """Return the place and the minutes of the last delivery in a compound, or None."""
        row = await self._query.one(_LAST_PLACE, compound=compound_id)
        return (row["place"], row["minutes"]) if row else None

    def reach(self, delivery_id: int, stage: Stage, now: int) -> None:
        """A delivery has come that far."""
        self._query.do(
            "UPDATE delivery SET stage = :stage, stage_at = :now WHERE id = :id",
            id=delivery_id,
            stage=stage.value,
            now=now,
        )

    def set_place(self, delivery_id: int, place: str) -> None:
        """The goods are fetched there."""
        self._query.do("UPDATE delivery SET place = :place WHERE id = :id", id=delivery_id, place=place)

    def set_minutes(self, delivery_id: int, minutes: int) -> None:
        """So many minutes lie between two buildings; 0: only a button calls."""
        self._query.do("UPDATE delivery SET minutes = :minutes WHERE id = :id", id=delivery_id, minutes=minutes)

    # --- buildings ----------------------------------------------------------------------------------------------

    async def plan(self, delivery_id: int, households: Iterable[Planned]) -> None:
        """Have these households and no others, in this order of buildings; what is ticked or called stays."""
        wanted = list(households)
        stops = dict.fromkeys((one.lane, one.building, one.part) for one in wanted)
        ranks = {place: rank for rank, place in enumerate(dict.fromkeys((lane, home) for lane, home, _ in stops))}
        self._query.many(
            _PLAN_STOP,
            [
                {"delivery": delivery_id, "rank": ranks[lane, home], "lane": lane, "building": home, "part": part}
                for lane, home, part in stops
            ],
        )
        self._query.many(
            _PLAN_BAG,
            [
                {
                    "delivery": delivery_id,
                    "party": one.party,
                    "lane": one.lane,
                    "building": one.building,
                    "part": one.part,
                }
                for one in wanted
            ],
        )
        parties = {one.party for one in wanted}
        gone = [bag.party for bag in await self.ticks(delivery_id) if bag.party not in parties]
        self._query.many(_UNPLAN_BAG, [{"delivery": delivery_id, "party": party} for party in gone])
        self._query.do(_UNPLAN_STOPS, delivery=delivery_id)

    async def stops(self, delivery_id: int) -> list[Stop]:
        """Return the buildings of a delivery in the order of calling."""
        return [_stop(row) for row in await self._query.all(_STOPS, delivery=delivery_id)]

    async def stop(self, stop_id: int) -> tuple[int, Stop] | None:
        """Return a building after its delivery, or None."""
        row = await self._query.one(_STOP, id=stop_id)
        return (row["delivery_id"], _stop(row)) if row else None

    async def call(self, stop_id: int, now: int) -> bool:
        """It is a building's turn; return False where it was before."""
        return await self._query.one(_CALL, id=stop_id, now=now) is not None

    # --- households ---------------------------------------------------------------------------------------------

    async def ticks(self, delivery_id: int) -> list[Tick]:
        """Return what each household gets, and whether it has it."""
        return [_tick(row) for row in await self._query.all(_BAGS, delivery=delivery_id)]

    async def bag(self, bag_id: int) -> tuple[int, Tick] | None:
        """Return what a household gets after its delivery, or None."""
        row = await self._query.one(_BAG, id=bag_id)
        return (row["delivery_id"], _tick(row)) if row else None

    async def tick(self, bag_id: int, by: int | None, now: int) -> bool:
        """A household has fetched its goods; return False where it had before."""
        return await self._query.one(_TICK, id=bag_id, by=by, now=now) is not None

    def untick(self, bag_id: int) -> None:
        """It has not: the tick was a mistake."""
        self._query.do(_UNTICK, id=bag_id)

    # --- faults -------------------------------------------------------------------------------------------------

    async def note(self, bag_id: int, flaw: Flaw, words: str, photo: str | None, at: int, by: int | None) -> int:
        """Note that something is short, broken or wrong; return its id."""
        row = await self._query.the(_NOTE, bag=bag_id, kind=flaw.value, words=words, photo=photo, at=at, by=by)
        return int(row["id"])

    async def faults(self, delivery_id: int) -> list[Fault]:
        """Return what was short, broken or wrong in a delivery."""
        return [_fault(row) for row in await self._query.all(_FAULTS, delivery=delivery_id)]

    async def fault(self, fault_id: int) -> Fault | None:
        """Return what was noted, or None."""
        row = await self._query.one(_FAULT, id=fault_id)
        return _fault(row) if row else None

    def complete(self, fault_id: int, words: str, photo: str | None) -> None:
        """Give a fault the words or the picture that it did not have."""
        self._query.do(_COMPLETE, id=fault_id, words=words, photo=photo)

    async def decide(self, fault_id: int, fen: int) -> bool:
        """The organiser gives so much back; return False where that was decided before."""
        return await self._query.one(_DECIDE, id=fault_id, fen=fen) is not None

    def undecide(self, chain_id: int, party: str) -> None:
        """What is given back to a household is open again."""
        self._query.do(_UNDECIDE, chain=chain_id, party=party)

    def follow(self, chain_id: int, moves: Mapping[str, str]) -> None:
        """Parties of a buy have become others: their bags go along."""
        self._query.many(_FOLLOW, [{"chain": chain_id, "old": old, "new": new} for old, new in moves.items()])

    async def forget(self, chain_id: int, signs: Mapping[str, str]) -> None:
        """Parties of a buy have become signs: what was said and shown of their goods goes."""
        parties = [{"chain": chain_id, "party": party} for party in signs]
        self._query.many(_FORGET, parties)
        self.follow(chain_id, signs)


def _delivery(row: Row) -> Delivery:
    return Delivery(
        row["id"],
        row["chain_id"],
        row["chat_id"],
        Stage(row["stage"]),
        row["stage_at"],
        row["place"],
        row["minutes"],
    )


def _stop(row: Row) -> Stop:
    return Stop(row["id"], row["rank"], row["lane"], row["building"], row["part"], row["called_at"])


def _tick(row: Row) -> Tick:
    return Tick(row["id"], row["building_id"], row["party"], row["ticked_at"], row["ticked_by"])


def _fault(row: Row) -> Fault:
    return Fault(row["id"], row["bag_id"], Flaw(row["kind"]), row["words"], row["photo"], row["at"], row["fen"])
