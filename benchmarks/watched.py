"""Time the parts of a call of policylint: `python watched.py WHERE MODULES WORD…`; milliseconds go to standard error.

WHERE is the first folder of `sys.path`. It imports nothing that policylint might, so that imports are timed where they
belong: those of MODULES, which stand in one word, and apart from them that of yaml.
"""

import sys
from time import perf_counter

PARTS = {
    "read the plan, and see that it is fresh": "policylint.cache.plans:policy",
    "YAML to nodes with lines and columns": "policylint.sheets:load",
    "what is said, in the shape's own types": "policylint.sheets:typed",
    "the rules": "policylint.judge:Judge._judge",
}
"""What is timed while a check runs: what it does, and what does it. What one of them calls, another may take."""
taken, within = {}, [0.0]


def timed(part, function):
    def measured(*arguments, **named):
        within.append(0.0)
        started = perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            whole = (perf_counter() - started) * 1000
            taken[part] = taken.get(part, 0.0) + whole - within.pop()
            within[-1] += whole

    return measured


def load(names):
    for name in names:
        __import__(name)


def watch(place, part):
    module, _, path = place.partition(":")
    owner = sys.modules[module]
    *around, name = path.split(".")
    for one in around:
        owner = getattr(owner, one)
    setattr(owner, name, timed(part, getattr(owner, name)))


sys.path[0] = sys.argv.pop(1)  # as for what is measured: where modules come from is part of a plan
modules = [*sys.argv[1].split(), "policylint.__main__"]
binding = ("yaml", "_yaml", "policylint.documents.libyaml", "policylint.documents.yaml_nodes")
ours = timed("import policylint, and what that imports", load)
ours([name for name in modules if not name.startswith(binding)])
timed("import yaml, and what that imports", load)(["policylint.documents.libyaml"])
ours(modules)
for part, place in PARTS.items():
    watch(place, part)
code = timed("the rest: words, files, the report", sys.modules["policylint.__main__"].main)(sys.argv[2:])
sys.stderr.write("".join(f"{part}\t{milliseconds}\n" for part, milliseconds in taken.items()))
sys.exit(code)
