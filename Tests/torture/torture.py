#!/usr/bin/env python3
"""Kills a small sweep at random moments and holds what is left against an undisturbed run; then times 10,000 points.

Usage: torture.py PROGRAM [ROUNDS]

Each round runs the sweep in a new folder, alone or as two processes, and ends them at a random moment with SIGKILL or
SIGTERM, up to three times; then it goes on undisturbed. Meanwhile every file is read again and again. At the end of a
round no point is missing or recorded twice, and all variables except wall_time have the undisturbed run's bits.
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


def result_bits(path):
    """All data of a result file but wall_time and what names the machine."""
    text = subprocess.run(["h5dump", "-m", "%.17g", path], check=True, capture_output=True, text=True).stdout
    text = re.sub(r'^HDF5 ".*"', "", text)
    return re.sub(r'   DATASET "wall_time" \{.*?\n   \}\n', "", text, flags=re.S)


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
                for one in record["record"]:
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


def overhead(program, work, problems):
    """Prints what 10,000 points cost beside computing, in time and memory, and how soon `status` answers meanwhile."""
    study, folder = os.path.join(work, "many.yaml"), os.path.join(work, "many")
    with open(study, "w") as file:
        file.write(STUDY.replace("to: 39", "to: 3333").replace("steps: 300", "steps: 1").replace("true", "false"))
    memory, slowest = {}, 0.0
    begin = time.monotonic()
    # The first part also tells the memory that 1,000 points take.
    for part in ("0-999", "1000-10000", "0-10001"):
        command = [program, "run", study, "-o", folder, "--quiet", "--workers", "1", "--points", part]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while True:
            done, code, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            time.sleep(0.2)
            if os.path.exists(os.path.join(folder, "plan.json")):
                asked = time.monotonic()
                subprocess.run([program, "status", folder], check=True, stdout=subprocess.DEVNULL)
                slowest = max(slowest, time.monotonic() - asked)
        process.returncode = os.waitstatus_to_exitcode(code)
        memory[part] = usage.ru_maxrss / 1024
        if code != 0:
            problems.append(f"10,000 points: code {process.returncode}")
    seconds = time.monotonic() - begin
    computing = 0.0
    for name in os.listdir(folder):
        if name.startswith("journal-"):
            with open(os.path.join(folder, name), "rb") as file:
                computing += sum(float(line.split(b" ", 6)[4]) for line in file)
    cost = 1000 * (seconds - computing) / 10002
    print(f"10,002 points in {seconds:.1f} s, of which {computing:.1f} s computing: {cost:.2f} ms a point beside it")
    print(f"  memory: {memory['0-999']:.0f} MiB for 1,000 points, {memory['1000-10000']:.0f} MiB for 9,001 more, "
          f"{memory['0-10001']:.0f} MiB to compose the file")
    print(f"  status answers within {slowest:.2f} s")
    if cost > 2:
        problems.append(f"{cost:.2f} ms a point")
    if slowest > 1:
        problems.append(f"status took {slowest:.2f} s")


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
    overhead(program, work, problems)
    shutil.rmtree(work)
    print(f"problems: {len(problems)}")
    for problem in problems[:20]:
        print(f"  {problem}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
