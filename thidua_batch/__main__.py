"""`python -m thidua_batch`."""

from thidua_batch.cli import main

if __name__ == "__main__":
    main()
