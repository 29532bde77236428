"""Write every page that is made from the program: `python -m docs.generate`."""

from docs.generate.pages import PAGES

# All are made before the first is written, so that a failure leaves the old ones alone.
for path, made in [(path, text()) for path, text in PAGES.items()]:
    path.write_text(made, encoding="utf-8")
