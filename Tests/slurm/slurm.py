#!/usr/bin/env python3
"""Submits a small sweep to a Slurm of one machine, disturbs it, and holds the result against a local run's.

Usage: slurm.py PROGRAM

Tasks are requeued, told that their time is up, preempted, killed and cancelled, and the controller is killed. What is
missing then is submitted again. All variables but wall_time must have the local run's bits, and `verify` must agree.
Needs root, slurm-wlm, munge and h5dump of hdf5-tools. Exit code 1 if anything is wrong.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

STUDY = """
study: cluster
kind: landscape
seed: {from: 0, to: 39}
n_train: 10
alpha: 1
problem: {name: teacher-student, widths: [2, 4, 1], activation: tanh, n_test: 10, pool: 10}
optimizer: {name: adam, rate: 1.0e-2}
steps: 2000000
"""
POINTS = 40
CLUSTER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cluster.sh")
problems = []


def check(is_right, words):
    print(f"  {'ok' if is_right else 'WRONG'}: {words}", flush=True)
    if not is_right:
        problems.append(words)


def ask(*command, seconds=60):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds).stdout


def wait_for(what, condition, seconds=90):
    """The first true value of `condition`; Slurm may be away meanwhile."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            value = condition()
            if value:
                return value
        except (subprocess.SubprocessError, OSError):
            pass
        time.sleep(0.2)
    check(False, f"waited {seconds} s in vain for {what}")
    return None


def tasks(job, states):
    """The numbers of the job's tasks in these states."""
    lines = ask("squeue", "-h", "-r", "-t", "all", "-j", job, "-o", "%K %T").split("\n")
    return [int(line.split()[0]) for line in lines if line and line.split()[1] in states]


def restarts(job, task):
    return int(re.search(r"Restarts=(\d+)", ask("scontrol", "-o", "show", "job", f"{job}_{task}")).group(1))


def state(job, task):
    return re.search(r"JobState=(\w+)", ask("scontrol", "-o", "show", "job", f"{job}_{task}")).group(1)


def workers(program, job):
    """The running processes of the job's tasks: the number of the process by that of the task."""
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{name}/exe") != program:
                continue
            with open(f"/proc/{name}/environ", "rb") as file:
                environment = dict(v.split(b"=", 1) for v in file.read().split(b"\0") if b"=" in v)
        except OSError:
            continue
        if environment.get(b"SLURM_ARRAY_JOB_ID", b"").decode() == job:
            found[int(environment[b"SLURM_ARRAY_TASK_ID"])] = int(name)
    return found


def at_work(program, job, but=()):
    """The task that started last, a moment ago, and its process."""
    def find():
        candidates = {t: p for t, p in workers(program, job).items() if t not in but}
        return max(candidates.items(), key=lambda found: found[1], default=None)
    found = wait_for("a task at work", find)
    if found is None:
        sys.exit("slurm.py: no task is at work")
    time.sleep(0.3)
    return found


def result_bits(path):
    """All data of a result file but wall_time and what names the machine."""
    text = subprocess.run(["h5dump", "-m", "%.17g", path], check=True, capture_output=True, text=True).stdout
    text = re.sub(r'^HDF5 ".*"', "", text)
    return re.sub(r'   DATASET "wall_time" \{.*?\n   \}\n', "", text, flags=re.S)


def is_over(program, job):
    """Whether the job has ended, or nothing of it has run for 15 seconds.

    A controller that was killed restores an older state: it waits minutes for jobs that ended meanwhile.
    """
    for _ in range(30):
        if workers(program, job):
            return False
        if not tasks(job, {"PENDING", "RUNNING", "COMPLETING"}):
            return True
        time.sleep(0.5)
    print("  Slurm starts nothing more of the job", flush=True)
    return True


def clear_queue():
    """Ends all jobs, and makes a node usable that the controller drained because it met a job that it had forgotten."""
    ask("scancel", "--user=root")
    node = ask("sinfo", "-h", "-o", "%n").split()[0]
    if ask("sinfo", "-h", "-o", "%T").startswith("drain"):
        ask("scontrol", "update", f"NodeName={node}", "State=RESUME")
    wait_for("an idle node", lambda: ask("sinfo", "-h", "-o", "%T").startswith("idle"))


def disturb(program, job, work):
    """All disturbances in a row, as long as there is work; only then what came of them."""
    requeued, _ = at_work(program, job)
    ask("scontrol", "requeue", f"{job}_{requeued}")
    told, process = at_work(program, job, {requeued})
    os.kill(process, signal.SIGUSR1)
    cancelled, _ = at_work(program, job, {requeued, told})
    ask("scancel", f"{job}_{cancelled}")
    killed, process = at_work(program, job, {requeued, told, cancelled})
    os.kill(process, signal.SIGKILL)

    disturbed = {requeued, told, cancelled, killed}
    wait_for("two tasks at work", lambda: len(set(workers(program, job)) - disturbed) == 2)
    before = {task: restarts(job, task) for task in workers(program, job)}
    urgent = ask("sbatch", "--parsable", "-p", "urgent", "-n2", "-o", "/dev/null", "--wrap", "sleep 2").strip()
    wait_for("the urgent job", lambda: "JobState=COMPLETED" in ask("scontrol", "-o", "show", "job", urgent))
    again = wait_for("preempted tasks", lambda: [t for t, count in before.items() if restarts(job, t) > count])
    check(bool(again), f"tasks {again}, preempted, start again")

    check(wait_for("a requeued task", lambda: restarts(job, requeued) == 1), f"task {requeued}, requeued, starts again")
    check(wait_for("a task that requeues itself", lambda: restarts(job, told) == 1),
          f"task {told}, told that its time is up, puts itself back")
    check(wait_for("the end of a killed task", lambda: state(job, killed) == "FAILED"), f"task {killed}, killed, failed")
    check(state(job, cancelled) == "CANCELLED" and restarts(job, cancelled) == 0,
          f"task {cancelled}, cancelled, stays so")
    working, _ = at_work(program, job)
    ask(CLUSTER, "restart-controller", os.path.join(work, "slurm"), seconds=120)
    print(f"  the controller was killed while task {working} was at work, and is back", flush=True)


def time_is_up(program, work):
    """A task whose time limit is so short that Slurm itself tells it, by --signal, that its time is up."""
    study, folder = os.path.join(work, "endless.yaml"), os.path.join(work, "endless")
    with open(study, "w") as file:
        file.write(STUDY.replace("to: 39", "to: 0"))
    # `submit` waits 20 seconds for the only point, and then times its first steps.
    submit = [program, "submit", study, "-o", folder, "--engine", "slurm", "--sbatch", "time=3",
              "--set", "steps=1000000000000"]
    job = subprocess.run(submit, check=True, capture_output=True, text=True, timeout=200).stdout.strip()
    begin = time.monotonic()
    is_requeued = wait_for("the signal before the end", lambda: restarts(job, 1) == 1, 240)
    check(is_requeued, f"a task with a limit of 180 s, told by Slurm itself, puts itself back "
          f"{time.monotonic() - begin:.0f} s after it was submitted")
    ask("scancel", job)
    clear_queue()


def main():
    program = os.path.realpath(sys.argv[1])
    work = tempfile.mkdtemp(prefix="slurm-")
    study, folder = os.path.join(work, "study.yaml"), os.path.join(work, "the results")
    with open(study, "w") as file:
        file.write(STUDY)
    print(f"a local run of {POINTS} points", flush=True)
    begin = time.monotonic()
    ask(program, "run", study, "-o", os.path.join(work, "local"), "--quiet", "--workers", "2", seconds=600)
    print(f"  {time.monotonic() - begin:.0f} s", flush=True)

    os.environ["SLURM_CONF"] = os.path.join(work, "slurm", "slurm.conf")
    begin = time.monotonic()
    try:
        subprocess.run([CLUSTER, "up", os.path.join(work, "slurm")], check=True, timeout=120)
        for number in range(1, 5):
            submit = [program, "submit", study, "-o", folder, "--engine", "slurm", "--minutes", "0.05"]
            submitted = subprocess.run(submit, check=True, capture_output=True, text=True, timeout=120)
            job = submitted.stdout.strip()
            if not job:
                break
            print(f"job {job}: {submitted.stderr.strip()}", flush=True)
            if number == 1:
                disturb(program, job, work)
            wait_for("the end of the job", lambda: is_over(program, job), 300)
            clear_queue()
            status = json.loads(ask(program, "status", folder, "--json"))
            print(f"  {status['done']} of {POINTS} points are done", flush=True)
        status = json.loads(ask(program, "status", folder, "--json"))
        check(status["done"] == POINTS and status["damaged_lines"] == 0, "all points are done")
        print(f"  {time.monotonic() - begin:.0f} s", flush=True)
        print(ask(program, "verify", folder, "--sample", "2").strip())
        merged = os.path.join(work, "merged.h5")
        ask(program, "merge", folder, "-o", merged)
        expected = result_bits(os.path.join(work, "local", "landscape.h5"))
        check(result_bits(merged) == expected, "the merged file has the local run's bits")
        check(result_bits(os.path.join(folder, "landscape.h5")) == expected, "so has the file that the tasks composed")
        time_is_up(program, work)
    except subprocess.CalledProcessError as error:
        check(False, f"{error}: {error.stderr}")
    finally:
        subprocess.run([CLUSTER, "down", os.path.join(work, "slurm")], timeout=60)
    if problems:
        sys.exit(f"problems: {len(problems)}; everything is in {work}")
    shutil.rmtree(work)
    print("problems: 0")


if __name__ == "__main__":
    main()
