from sim.report.material.palette import OKABE_ITO, palette_of
from tests.builders import scenario


def test_plants_differ_in_hatch_so_that_grey_print_tells_them_apart():
    palette = palette_of(scenario())
    assert len(palette.plants) == 2
    assert len(set(palette.hatches.values())) == len(palette.plants)


def test_a_plant_has_its_suppliers_colour_and_nothing_else_has_it():
    world = scenario()
    palette = palette_of(world)
    for plant, spec in world.plants.items():
        assert palette.plants[plant] == palette.suppliers[spec.supplier]
    assert set(palette.suppliers.values()) <= set(OKABE_ITO)
    assert len(set(palette.suppliers.values())) == len(world.suppliers)
    assert not set(palette.free) & set(palette.suppliers.values())
