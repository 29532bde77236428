import pytest

from sim.report.material.material import Material
from sim.report.page.page import Page, page_of
from sim.report.write import report_files
from tests.report.studies import hostile_report, loaded, material_of


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return material_of(loaded(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="session")
def page(material: Material) -> Page:
    return page_of(material)


@pytest.fixture(scope="session")
def files(page: Page) -> dict[str, bytes]:
    return report_files(page)


@pytest.fixture(scope="session")
def hostile_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return hostile_report(tmp_path_factory.mktemp("hostile"))
