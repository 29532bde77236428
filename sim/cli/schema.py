"""`cellswitch schema`: the JSON Schema of scenario files."""

import json

import click

from sim.scenario.schema import schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of scenario files, generated from the types.

    Editors with taplo or Even Better TOML complete and check a file whose first line is `#:schema cellswitch.schema.json`.
    """
    click.echo(json.dumps(schema(), indent=1, sort_keys=True, ensure_ascii=False))
