"""``python -m phaodai.launch`` is ``phaodai``."""

from phaodai.launch.cli import main

main()
