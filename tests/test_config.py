import stat

import pytest

from pdplanner import config

GOOD = {
    "SECRET_KEY": "8fa0b1c2d3e4f5061728394a5b6c7d8e-xyz",
    "BASE_URL": "https://pd.example.org/",
    "MAIL_URL": "outbox",
}


def test_production_needs_no_more_than_key_address_and_mail(tmp_path):
    settings = config.from_environment({**GOOD, "PDPLANNER_DATA": str(tmp_path)})

    assert f"sqlite:///{tmp_path}/pdplanner.db" == settings.SQLALCHEMY_DATABASE_URI
    assert settings.BASE_URL == "https://pd.example.org"
    assert settings.SESSION_COOKIE_SECURE
    assert settings.SESSION_COOKIE_NAME.startswith("__Host-")
    assert not settings.DEMO


@pytest.mark.parametrize("name", GOOD)
def test_missing_setting_stops_the_start_and_is_named(name):
    environment = {key: value for key, value in GOOD.items() if key != name}

    with pytest.raises(config.SettingError, match=name):
        config.from_environment(environment)


@pytest.mark.parametrize(
    "key",
    [
        "short",
        "a" * 64,
        "abab" * 20,
        "x" * 31,
        "0123456789" * 4,
        "changeme-changeme-changeme-secret-key",
        "password password password password 123",
    ],
)
def test_weak_key_stops_the_start(key):
    with pytest.raises(config.SettingError, match="weak"):
        config.from_environment({**GOOD, "SECRET_KEY": key})


def test_wrong_number_is_named_with_what_was_expected():
    with pytest.raises(config.SettingError, match="TRUSTED_PROXIES is 'two', expected a whole"):
        config.from_environment({**GOOD, "TRUSTED_PROXIES": "two"})


def test_demo_keeps_its_secrets_for_its_owner_alone(tmp_path):
    environment = {"PDPLANNER_DATA": str(tmp_path / "demo")}

    first = config.demo(environment)
    password = config.demo_password(first.DATA_FOLDER, environment)

    assert config.demo(environment).SECRET_KEY == first.SECRET_KEY
    assert config.demo_password(first.DATA_FOLDER, environment) == password
    modes = {stat.S_IMODE(p.stat().st_mode) for p in first.DATA_FOLDER.glob("demo-*")}
    assert modes == {0o600}


def test_demo_password_can_be_given(tmp_path):
    environment = {"PDPLANNER_DEMO_PASSWORD": "correct horse battery"}

    assert config.demo_password(tmp_path, environment) == "correct horse battery"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("pd.org", False),
    ],
)
def test_loopback_is_told_from_what_others_reach(host, loopback):
    assert config.is_loopback(host) is loopback


def test_an_empty_data_folder_is_the_default_one():
    settings = config.from_environment({**GOOD, "PDPLANNER_DATA": ""})

    assert settings.DATA_FOLDER == config.ROOT / "var"
