#!/usr/bin/env python3
"""Kills sweeps at random moments and holds what is left against an undisturbed run; then times 10,000 points.

Usage: torture.py PROGRAM [ROUNDS]

Each round runs the sweep in a new folder, alone or as two processes, and ends them at a random moment with SIGKILL or
SIGTERM, up to three times; then it goes on undisturbed. Meanwhile every file is read again and again. At the end of a
round no point is missing or recorded twice, and all variables except wall_time have the undisturbed run's bits.
Then come studies of points that take longer than any process lives: processes that checkpoint all the time are ended by
SIGKILL, SIGTERM or SIGUSR1 after a part of what a point takes, and now and then a checkpoint is damaged, until the study
is done; again its bits are an undisturbed run's.
The 10,000 points take a training step each: what they cost beside computing must be at most 2 ms a point, and `status`
must answer within a second while they run. Needs the command h5dump of hdf5-tools. Exit code 1 if anything is wrong.
"""
import collections
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib

STUDY = """
study: torture
kind: landscape
seed: {from: 0, to: 39}
n_train: 10
alpha: [0.5, 1, 2]
problem: {name: teacher-student, widths: [2, 4, 1], activation: tanh, n_test: 10, pool: 10}
optimizer: {name: adam, rate: 1.0e-2}
steps: 300
store_parameters: true
"""
POINTS = 120

# Two points each, of a second or more; the length is what steps are multiplied by.
PROBLEM = "problem: {name: teacher-student, widths: [5, 20, 20, 5], activation: tanh, n_test: 20, pool: 20}"
LONG = {
    "minima with restarts and warm starts": """
study: long
kind: landscape
seed: [0, 1]
n_train: 20
alpha: [0.5, 1, 2]
%s
solver: riemannian
evaluations: 2000
restarts: 3
warm_start: alpha
""" % PROBLEM,
    "rescaled steps on minibatches, with restarts": """
study: long
kind: landscape
seed: [0, 1]
n_train: 20
alpha: [1]
%s
optimizer: {name: adam, rate: 1.0e-3}
stop: {stalled: {patience: 100000, improvement: 1.0e-3}}
batch: 7
restarts: 3
steps: 20000
""" % PROBLEM,
    "dynamics": """
study: long
kind: dynamics
seed: [0, 1]
n_train: 20
alpha: [2]
weight_decay: [0.1]
%s
optimizer: {name: adamw, rate: 1.0e-3}
accuracy_thresholds: [0.01]
batch: 7
steps: 40000
""" % PROBLEM,
    "kept parameters": """
study: long
kind: dynamics
seed: [0, 1]
n_train: 20
alpha: [2]
weight_decay: [0.1]
%s
optimizer: {name: adamw, rate: 1.0e-3}
accuracy_thresholds: [0.01]
batch: 7
steps: 40000
checkpoints: {log: 200}
""" % PROBLEM,
    "kept parameters by movement": """
study: long
kind: dynamics
seed: [0, 1]
n_train: 20
alpha: [2]
weight_decay: [0.1]
%s
optimizer: {name: adamw, rate: 1.0e-3}
accuracy_thresholds: [0.01]
batch: 7
steps: 40000
checkpoints: {moved: 1.0e-3, megabytes: 0.01}
""" % PROBLEM,
}


def result_bits(path):
    """All data of a result file but wall_time and what names the machine."""
    text = subprocess.run(["h5dump", "-m", "%.17g", path], check=True, capture_output=True, text=True).stdout
    text = re.sub(r'^HDF5 ".*"', "", text)
    return re.sub(r'   DATASET "wall_time" \{.*?\n   \}\n', "", text, flags=re.S)


def all_bits(path):
    """The data of a result file, and of the parameters that its runs kept."""
    kept = os.path.join(os.path.dirname(path), "trajectory.h5")
    return result_bits(path), result_bits(kept) if os.path.exists(kept) else None


def records(folder):
    """The intact records of all journals, whose parameters must be there, and the number of whole damaged lines."""
    found, damaged = [], 0
    for name in sorted(os.listdir(folder)):
        if not name.startswith("journal-"):
            continue
        with open(os.path.join(folder, name), "rb") as file:
            *lines, rest = file.read().split(b"\n")
        for line in lines + [rest]:
            if len(line) > 9 and line[:8] == b"%08x" % zlib.crc32(line[9:]):
                point, key, state, seconds, finished, payload = line[9:].split(b" ", 5)
                record = json.loads(payload)
                if "parameters" in record:
                    checksum = record["parameters"]["checksum"]
                    with open(os.path.join(folder, "arrays", f"{int(point)}-{checksum}.bin"), "rb") as array:
                        if "%08x" % zlib.crc32(array.read()) != checksum:
                            raise ValueError(f"the parameters of point {int(point)} are damaged")
                for one in record["record"] if isinstance(record["record"], list) else [record["record"]]:
                    one.pop("wallTime")
                found.append((int(point), state, json.dumps(record, sort_keys=True)))
            elif line is not rest:
                damaged += 1
    return found, damaged


class Reader(threading.Thread):
    """Reads every file of a folder as long as a round lasts."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder, self.count, self.errors, self.ended = folder, 0, [], False

    def run(self):
        while not self.ended:
            try:
                if os.path.isdir(self.folder):
                    plan = os.path.join(self.folder, "plan.json")
                    if os.path.exists(plan):
                        json.load(open(plan))
                    records(self.folder)
                    if os.path.exists(os.path.join(self.folder, "landscape.h5")):
                        result_bits(os.path.join(self.folder, "landscape.h5"))
                    self.count += 1
            except Exception as error:
                self.errors.append(repr(error))
            time.sleep(0.005)


# 10,002 points of many seeds, and 10,000 of as many combinations of further axes.
MANY = {
    "seeds": (10002, STUDY.replace("to: 39", "to: 3333").replace("steps: 300", "steps: 1")),
    "further axes": (10000, STUDY.replace("to: 39", "to: 0").replace("[0.5, 1, 2]", "1").replace("steps: 300", "steps: 1")
                     .replace("1.0e-2", "{linspace: [0.01, 1, 100]}") + "weight_decay: {linspace: [0, 1, 100]}\n"),
}


def damage(folder):
    """Cuts or changes a checkpoint in a folder, if there is one; returns how many it damaged."""
    path = os.path.join(folder, "checkpoints")
    names = [n for n in os.listdir(path) if not n.startswith(".")] if os.path.isdir(path) else []
    if not names:
        return 0
    path = os.path.join(path, random.choice(names))
    with open(path, "rb") as file:
        content = bytearray(file.read())
    if not content:
        return 0
    place = random.randrange(len(content))
    if random.random() < 0.5:
        del content[place:]
    else:
        content[place] ^= 1 << random.randrange(8)
    with open(path, "wb") as file:
        file.write(content)
    return 1


def long_points(program, work, rounds, problems):
    """Ends processes sooner than a point takes until the points are done, and compares with undisturbed runs."""
    begin, counts = time.monotonic(), collections.Counter()
    undisturbed = {}
    for name, text in LONG.items():
        study, folder = os.path.join(work, f"{len(undisturbed)}.yaml"), os.path.join(work, f"long-{len(undisturbed)}")
        with open(study, "w") as file:
            file.write(text)
        started = time.monotonic()
        command = [program, "run", study, "--quiet", "--workers", "1", "--checkpoint-every", "0.02", "-o"]
        path = subprocess.run(command + [folder], check=True, capture_output=True, text=True).stdout.strip()
        duration = (time.monotonic() - started) / 2
        undisturbed[name] = (command, duration, os.path.basename(path), all_bits(path))
    for number in range(rounds):
        random.seed(10_000 + number)
        name = list(LONG)[number % len(LONG)]
        command, duration, file, expected = undisturbed[name]
        folder, ends, isDone = os.path.join(work, f"long-round-{number}"), 0, False
        reader = Reader(folder)
        reader.start()
        while not isDone and ends < 200:
            running = [subprocess.Popen(command + [folder], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                       for _ in range(random.choice([1, 1, 2]))]
            time.sleep(duration * random.uniform(0.1, 0.8))
            for process in running:
                kind = random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGUSR1])
                process.send_signal(kind)
                ends += 1
                counts[kind.name] += 1
            for process in running:
                error = process.communicate()[1]
                counts[f"ended with {process.returncode}"] += 1
                isDone = isDone or process.returncode == 0
                if process.returncode not in (0, 75, -signal.SIGKILL, -signal.SIGTERM, -signal.SIGUSR1):
                    problems.append(f"long round {number}: code {process.returncode}: {error}")
            if not isDone and random.random() < 0.1:
                counts["checkpoints damaged"] += damage(folder)
        reader.ended = True
        reader.join()
        counts["readings of all files"] += reader.count
        problems += [f"long round {number}: reading: {error}" for error in reader.errors]
        if not isDone:
            problems.append(f"long round {number}: {name}: not done by {ends} processes")
        elif all_bits(os.path.join(folder, file)) != expected:
            problems.append(f"long round {number}: {name}: other bits")
        if isDone and os.path.exists(os.path.join(folder, "checkpoints")):
            problems.append(f"long round {number}: left checkpoints")
        shutil.rmtree(folder)
    print(f"{rounds} rounds of long points in {time.monotonic() - begin:.0f} s, "
          f"{' '.join(f'{entry[1]:.2f}' for entry in undisturbed.values())} s a point, "
          "each process ended after a tenth to eight tenths of that")
    for name, count in sorted(counts.items()):
        print(f"  {name}: {count}")


def overhead(program, work, kind, problems):
    """Prints what 10,000 points cost beside computing, in time and memory, and how soon `status` answers meanwhile."""
    study, folder = os.path.join(work, f"{kind}.yaml"), os.path.join(work, kind)
    points, text = MANY[kind]
    with open(study, "w") as file:
        file.write(text.replace("true", "false"))
    memory, slowest, processor, longest = {}, 0.0, 0.0, 0.0
    begin = time.monotonic()
    # The first part also tells the memory that 1,000 points take.
    parts = "0-999", f"1000-{points - 2}", f"0-{points - 1}"
    for part in parts:
        command = [program, "run", study, "-o", folder, "--quiet", "--workers", "1", "--points", part]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while True:
            done, code, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            time.sleep(0.2)
            if os.path.exists(os.path.join(folder, "plan.json")):
                asked = time.monotonic()
                status = subprocess.Popen([program, "status", folder], stdout=subprocess.DEVNULL)
                _, code_of_status, used = os.wait4(status.pid, 0)
                status.returncode = os.waitstatus_to_exitcode(code_of_status)
                if status.returncode != 0:
                    problems.append(f"status: code {status.returncode}")
                slowest = max(slowest, time.monotonic() - asked)
                longest = max(longest, used.ru_utime + used.ru_stime)
        process.returncode = os.waitstatus_to_exitcode(code)
        processor += usage.ru_utime + usage.ru_stime
        memory[part] = usage.ru_maxrss / 1024
        if code != 0:
            problems.append(f"{points} points of {kind}: code {process.returncode}")
    seconds = time.monotonic() - begin
    computing = 0.0
    for name in os.listdir(folder):
        if name.startswith("journal-"):
            with open(os.path.join(folder, name), "rb") as file:
                computing += sum(float(line.split(b" ", 6)[4]) for line in file)
    cost = 1000 * (seconds - computing) / points
    print(f"{points:,} points of {kind} in {seconds:.1f} s, of which {computing:.1f} s computing: {cost:.2f} ms a point beside it; "
          f"{1000 * processor / points:.2f} ms of processor time a point in all")
    print(f"  memory: {memory[parts[0]]:.0f} MiB for 1,000 points, {memory[parts[1]]:.0f} MiB for the others but one, "
          f"{memory[parts[2]]:.0f} MiB to compose the file")
    print(f"  status answers within {slowest:.2f} s, {longest:.2f} s of processor time")
    # Of processor time, which other programs of the machine do not lengthen much.
    if 1000 * processor / points > 2:
        problems.append(f"{1000 * processor / points:.2f} ms of processor time a point of {kind}")
    if longest > 1:
        problems.append(f"status took {longest:.2f} s of processor time")


def main():
    program, rounds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    if shutil.which("h5dump") is None:
        sys.exit("torture: needs h5dump; install hdf5-tools")
    counts, problems = collections.Counter(), []
    work = tempfile.mkdtemp(prefix="torture-")
    study = os.path.join(work, "study.yaml")
    with open(study, "w") as file:
        file.write(STUDY)

    def start(folder, workers):
        command = [program, "run", study, "-o", folder, "--quiet", "--workers", str(workers)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    begin = time.monotonic()
    assert start(os.path.join(work, "undisturbed"), 2).wait() == 0
    duration = time.monotonic() - begin
    expected = result_bits(os.path.join(work, "undisturbed", "landscape.h5"))
    expected_records = sorted(records(os.path.join(work, "undisturbed"))[0])

    for number in range(rounds):
        random.seed(number)
        folder = os.path.join(work, f"round-{number}")
        reader = Reader(folder)
        reader.start()
        kept = set()
        for _ in range(random.randint(1, 3)):
            running = [start(folder, random.randint(1, 2)) for _ in range(random.randint(1, 2))]
            counts["runs of two processes"] += len(running) == 2
            for process in running:
                time.sleep(random.uniform(0, 1.2 * duration))
                kind = random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM])
                process.send_signal(kind)
                counts[kind.name] += 1
            for process in running:
                error = process.communicate()[1]
                counts[f"ended with {process.returncode}"] += 1
                # A process that is told to end before it listens ends at once.
                if process.returncode not in (0, 75, -signal.SIGKILL, -signal.SIGTERM):
                    problems.append(f"round {number}: code {process.returncode}: {error}")
            if os.path.isdir(folder):
                for place in (folder, os.path.join(folder, "arrays")):
                    names = os.listdir(place) if os.path.isdir(place) else []
                    counts["files aside left by SIGKILL"] += sum(n.startswith(".") for n in names)
                now = set(records(folder)[0])
                if not kept <= now:
                    problems.append(f"round {number}: lost {len(kept - now)} records")
                kept = now
        counts["points kept over an end"] += len(kept)
        last = [start(folder, 2) for _ in range(random.randint(1, 2))]
        for process in last:
            error = process.communicate()[1]
            if process.returncode != 0:
                problems.append(f"round {number}: the last run ended with {process.returncode}: {error}")
        reader.ended = True
        reader.join()
        counts["readings of all files"] += reader.count
        problems += [f"round {number}: reading: {error}" for error in reader.errors]
        found, damaged = records(folder)
        counts["lines torn"] += damaged
        if sorted(found) != expected_records:
            repeated = len(found) - len({point for point, _, _ in found})
            problems.append(f"round {number}: {len(found)} of {POINTS} records, {repeated} twice")
        if result_bits(os.path.join(folder, "landscape.h5")) != expected:
            problems.append(f"round {number}: other bits")
        names = os.listdir(folder) + os.listdir(os.path.join(folder, "arrays"))
        expected_name = r"plan\.json|landscape\.h5|arrays|journal-.*\.log|\d+-[0-9a-f]{8}\.bin"
        extra = [name for name in names if not re.fullmatch(expected_name, name)]
        if extra:
            problems.append(f"round {number}: left {extra}")
        shutil.rmtree(folder)

    print(f"{rounds} rounds of {POINTS} points in {time.monotonic() - begin:.0f} s, {duration:.2f} s undisturbed")
    for name, count in sorted(counts.items()):
        print(f"  {name}: {count}")
    long_points(program, work, max(len(LONG), rounds // 10), problems)
    for kind in MANY:
        overhead(program, work, kind, problems)
    shutil.rmtree(work)
    print(f"problems: {len(problems)}")
    for problem in problems[:20]:
        print(f"  {problem}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
