"""Crashes as a library in C does."""

import os
import signal

os.kill(os.getpid(), signal.SIGSEGV)
