"""Count what a call of policylint does: `python probe.py calls|instructions WORD…`; the counts go to standard error.

It imports nothing, so that all that policylint needs is counted. What Python's own import does depends on where
packages lie, and is left out.
"""

import sys

kind, arguments = sys.argv[1], sys.argv[2:]
before = set(sys.modules)
counted = {"calls": 0, "files": 0} if kind == "calls" else {"instructions": 0}


def on_call(frame, event, _):
    counted["calls"] += event == "call" and not importing(frame)


def on_step(frame, event, _):
    if importing(frame):
        return None
    frame.f_trace_opcodes, frame.f_trace_lines = True, False
    counted["instructions"] += event == "opcode"
    return on_step


def on_event(event, values):
    if event == "open" and "files" in counted:
        counted["files"] += isinstance(values[0], str) and not values[0].endswith((".py", ".pyc", ".so"))


def importing(frame):
    return frame.f_code.co_filename.startswith("<frozen ")


sys.addaudithook(on_event)
if kind == "calls":
    sys.setprofile(on_call)
else:
    sys.settrace(on_step)
from policylint.__main__ import main  # noqa: E402 - this is what is counted

code = main(arguments)
sys.settrace(None)
sys.setprofile(None)
if kind == "calls":
    counted["modules"] = len(set(sys.modules) - before)
sys.stderr.write("".join(f"{name} {value}\n" for name, value in counted.items()))
sys.exit(code)
