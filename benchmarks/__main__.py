"""List the benchmarks, or run some: `python -m benchmarks [NAME ...] [options of that benchmark]`."""

import runpy
import sys

NAMES = {
    "server": "durable create and get against the floor and LiteLLM's proxy; at rest; 65,000 tasks stored",
    "files": "ranged serving against nginx, download to store against curl",
    "animatic": "rendering against the clock and against x264 alone, three resolutions, four kinds of input",
    "prompts": "precision and recall of every field that is read from a prompt, English and Chinese",
    "startup": "the command line against bare Python; generate",
    "wake": "100,000 open tasks: start-up, memory, lateness",
    "polling": "the learned schedule of looks against a fixed poll, trace-driven; looks by list",
    "soak": "minutes of creates at half of the most with 5 % of faults: memory, files and log stay flat",
    "store": "group commit against single commits",
}


def main() -> None:
    names = [word for word in sys.argv[1:] if word in NAMES]
    rest = [word for word in sys.argv[1:] if word not in NAMES]
    if not names and rest != ["all"]:
        print("python -m benchmarks NAME ... | all   [--rounds N] [--json]   (NAME --help for more)\n")
        for name, about in NAMES.items():
            print(f"  {name:10} {about}")
        sys.exit(2 if rest and rest != ["--help"] else 0)
    for name in names or NAMES:
        print(f"\n== {name}: {NAMES[name]}", flush=True)
        sys.argv = [f"benchmarks.{name}", *(word for word in rest if word != "all")]
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")


if __name__ == "__main__":
    main()
