"""What every test may ask for: where the repository, the packaged seeds and the shared corpora lie, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parent.parent

# Two profiles: `quick` for every run, the same examples each time; `deep` by HYPOTHESIS_PROFILE=deep before a release.
settings.register_profile(
    "quick",
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def demonstration() -> Path:
    """The demonstration corpus."""
    return REPOSITORY / "seeds" / "documents"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The corpora beside the checkout (or at KG_SHARED); a test that asks for them is skipped where there are none."""
    folder = Path(os.environ.get("KG_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "corpora").is_dir():
        pytest.skip(f"no corpora at {folder}; set KG_SHARED to the folder that holds corpora/ and gold/")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; a test that asks for it is skipped where there is none."""
    named = os.environ.get("KG_CHROMIUM", "")
    found = named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
    )
    if not found:
        pytest.skip("no chromium on the path; set KG_CHROMIUM to one")
    return found


@pytest.fixture(scope="session", autouse=True)
def _private_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or fills the user's own cache; what a test starts inherits this one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
