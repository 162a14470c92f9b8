"""Prints how many of the application's settings it sees."""

import json
import os

print(json.dumps({"pages": sum("NOMINATIONS" in name for name in os.environ)}))
