"""The configuration: every key is known, and a wrong one is named together with its mend."""

import tomllib
from datetime import time
from pathlib import Path

import pytest

from bot.config import KEYS, TOKEN_VARIABLE, ConfigError, read_config

ROOT = Path(__file__).parents[2]
TOKEN = "123456:AAF-not_a_real_one"  # noqa: S105 - opens nothing
GIVEN = {TOKEN_VARIABLE: TOKEN}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_example_has_every_key_and_its_default(tmp_path: Path) -> None:
    example = tomllib.loads((ROOT / "config.example.toml").read_text("utf-8"))
    assert {section: set(keys) for section, keys in example.items()} == {
        section: set(keys) for section, keys in KEYS.items()
    }
    for section, keys in KEYS.items():
        for name, key in keys.items():
            assert example[section][name] == key.default, f"{name} in [{section}]"


def test_the_example_loads_as_it_is() -> None:
    config = read_config(ROOT / "config.example.toml", GIVEN)
    assert config.token == TOKEN
    assert config.database == ROOT / "data" / "shouwang.db"
    assert config.quiet == (time(21, 30), time(7, 30))


def test_without_a_file_all_is_default() -> None:
    config = read_config(None, GIVEN)
    assert (config.proxy_url, config.operator, config.log_level) == (None, None, "INFO")
    assert config.api_url == "https://api.telegram.org"
    assert config.database == Path("data/shouwang.db")
    assert (config.backup_folder, config.backup_at) == (Path("data/backups"), time(3, 30))


def test_copies_stand_beside_the_database_unless_another_folder_is_named(tmp_path: Path) -> None:
    assert (
        read_config(written(tmp_path, "[database]\npath = 'rows/a.db'"), GIVEN).backup_folder
        == tmp_path / "rows/backups"
    )
    assert read_config(written(tmp_path, "[database]\npath = '/rows/a.db'"), GIVEN).backup_folder == Path(
        "/rows/backups"
    )
    assert read_config(written(tmp_path, "[backup]\nfolder = '/disk'"), GIVEN).backup_folder == Path("/disk")


def test_every_key_is_taken(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    (tmp_path / "token").chmod(0o600)
    config = read_config(
        written(
            tmp_path,
            """
            [telegram]
            token_file = "token"
            proxy_url = "socks5://127.0.0.1:1080"
            api_url = "http://127.0.0.1:8081/"
            operator_id = 77
            [database]
            path = "rows/a.db"
            [backup]
            folder = "copies"
            time = "04:05"
            [compound]
            time_zone = "Asia/Urumqi"
            [quiet_hours]
            start = "22:00"
            end = "06:15"
            [limits]
            messages_per_second = 9
            messages_per_minute_in_a_group = 8
            seconds_between_edits = 7
            [log]
            level = "ERROR"
            """,
        ),
        {},
    )
    assert config.token == TOKEN
    assert config.proxy_url == "socks5://127.0.0.1:1080"
    assert config.api_url == "http://127.0.0.1:8081"
    assert config.operator == 77
    assert config.database == tmp_path / "rows" / "a.db"
    assert (config.backup_folder, config.backup_at) == (tmp_path / "copies", time(4, 5))
    assert config.time_zone == "Asia/Urumqi"
    assert config.quiet == (time(22, 0), time(6, 15))
    limits = config.limits
    assert (limits.per_second, limits.per_minute_in_a_group, limits.seconds_between_edits) == (9.0, 8, 7)
    assert config.log_level == "ERROR"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[telgram]\n", "[telgram] is unknown. Did you mean telegram?"),
        ("[xyzzy]\n", "[xyzzy] is unknown. Known are: telegram, database"),
        ("telegram = 1", "telegram must be a section. Mend: write [telegram]"),
        ("[[log]]\nlevel = 'INFO'", "log must be a section"),
        ("[telegram]\nproxy = ''", "proxy in [telegram] is unknown. Did you mean proxy_url?"),
        ("[telegram]\ntoken = '1:a'", "a token does not belong into this file"),
        ("[telegram]\noperator_id = '77'", "operator_id in [telegram] must be a whole number without quotes"),
        ("[telegram]\noperator_id = true", "operator_id in [telegram] must be a whole number"),
        ("[telegram]\noperator_id = -100123", "operator_id in [telegram] must be between 0 and"),
        ("[telegram]\nproxy_url = '127.0.0.1:7890'", "proxy_url in [telegram] must begin with http:// or socks5://"),
        ("[telegram]\nproxy_url = 'http://[::1'", "proxy_url in [telegram] must begin with"),
        ("[telegram]\nproxy_url = 'http://127.0.0.1:port'", "proxy_url in [telegram] must begin with"),
        ("[telegram]\nproxy_url = 7890", 'proxy_url in [telegram] must be a text in quotes, such as "…"'),
        ("[telegram]\napi_url = ''", "api_url in [telegram] must begin with https://"),
        ("[telegram]\napi_url = 'ftp://example.org'", "api_url in [telegram] must begin with https://"),
        ("[database]\npath = ''", "path in [database] must name a file"),
        ("[backup]\ntime = '3:30'", "time in [backup] must be a time such as \"21:30\"; it is '3:30'"),
        ("[compound]\ntime_zone = '北京'", "time_zone in [compound] is not a time zone; write a name such as"),
        ("[compound]\ntime_zone = ''", "time_zone in [compound] is not a time zone"),
        ("[compound]\ntime_zone = 'Asia'", "time_zone in [compound] is not a time zone"),
        ("[compound]\ntime_zone = '../../etc/passwd'", "time_zone in [compound] is not a time zone"),
        ("[quiet_hours]\nstart = '晚上九点'", 'start in [quiet_hours] must be a time such as "21:30"'),
        ("[quiet_hours]\nend = '25:00'", "end in [quiet_hours] must be a time"),
        ("[quiet_hours]\nend = '07:30+08:00'", "end in [quiet_hours] must be a time"),
        ("[quiet_hours]\nend = 07:30:00", "end in [quiet_hours] must be a text in quotes"),
        ("[limits]\nmessages_per_second = 0", "messages_per_second in [limits] must be between 1 and 30; it is 0"),
        ("[limits]\nmessages_per_second = 2.5", "messages_per_second in [limits] must be a whole number"),
        ("[limits]\nmessages_per_minute_in_a_group = 21", "in [limits] must be between 1 and 20"),
        ("[limits]\nseconds_between_edits = 0", "seconds_between_edits in [limits] must be between 1 and 3600"),
        ("[log]\nlevel = 'debug'", 'level in [log] must be "INFO", "WARNING" or "ERROR"'),
        ("[log]\nlevel = INFO", "is not valid TOML"),
    ],
)
def test_a_wrong_key_type_or_value_is_named_with_its_mend(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_config(path, GIVEN)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no such file\. Mend: copy config\.example\.toml"):
        read_config(tmp_path / "config.toml", GIVEN)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path, GIVEN)
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe[log]")
    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        read_config(path, GIVEN)


def test_a_missing_token_says_where_to_get_one() -> None:
    with pytest.raises(ConfigError, match=f"No token.*BotFather.*{TOKEN_VARIABLE}"):
        read_config(None, {})
    assert read_config(None, {}, needs_token=False).token == ""


@pytest.mark.parametrize("token", ["qqq", "98765", "98765:", ":qqq", "x1:qqq", "１２３:qqq"])
def test_what_is_no_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(ConfigError, match="does not look like one") as caught:
        read_config(None, {TOKEN_VARIABLE: token})
    assert token not in str(caught.value)


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, '[telegram]\ntoken_file = "not there"')
    assert read_config(path, GIVEN).token == TOKEN


def test_a_token_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN)
    file.chmod(0o644)
    with pytest.raises(ConfigError, match=r"others can read the token\. Mend: chmod 600"):
        read_config(written(tmp_path, '[telegram]\ntoken_file = "token"'), {})


def test_a_token_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"token: the token file cannot be read \(FileNotFoundError\)"):
        read_config(written(tmp_path, '[telegram]\ntoken_file = "token"'), {})


def test_a_token_written_into_the_configuration_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"token_file in \[telegram\] must name a file") as caught:
        read_config(written(tmp_path, f'[telegram]\ntoken_file = "{TOKEN}"'), {})
    assert TOKEN not in str(caught.value)


def test_a_proxys_password_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="proxy_url") as caught:
        read_config(written(tmp_path, '[telegram]\nproxy_url = "socks9://me:hush@127.0.0.1:1080"'), GIVEN)
    assert "hush" not in str(caught.value)
