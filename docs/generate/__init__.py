"""The pages that are made from the program: `make docs` writes them, `make samples` what commands print."""
