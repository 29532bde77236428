"""`python -m sim` is the command `cellswitch`."""

from sim.cli.main import main

if __name__ == "__main__":
    main()
