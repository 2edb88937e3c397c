"""`python -m views.cli`: the command where no script is installed; the processes of `serve` are started so."""

from views.cli import main

if __name__ == "__main__":
    main()
