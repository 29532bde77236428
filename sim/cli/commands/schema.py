"""`cellswitch schema`: the JSON Schema of scenario files."""

import click

from sim.cli.channels import echo_json
from sim.cli.options import examples


@click.command("schema", epilog=examples("schema > scenarios/cellswitch.schema.json"))
def command() -> None:
    """Print the JSON Schema of scenario files, generated from the types.

    Editors with a TOML language server complete and check a file whose first line is
    `#:schema cellswitch.schema.json`.
    """
    import json

    from sim.scenario.schema import schema

    echo_json(json.dumps(schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n")
