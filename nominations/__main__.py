"""`python -m nominations`."""

from nominations.cli import main

if __name__ == "__main__":
    main()
