"""How long the Riemannian minimiser takes to reach where 10,000 rescaled Adam steps end, and how far below it ends.

minimiser.py PROGRAM STUDY: runs the teacher-student study in double precision at every alpha, with both solvers in
turn on one worker, three times, and prints a line an alpha with median times. Exit code 1 if a claim of docs/benchmarks.md does not hold.
"""

import pathlib
import statistics
import subprocess
import sys
import tempfile

import h5py

EVALUATIONS = 2500
TURNS = 3
MUST_END_BELOW = {0.25: 10, 0.4: 10, 1.0: 10, 1.6: 10}


def run(program, study, folder, alpha, *settings):
    """The training loss, the steps and the seconds of one point."""
    fixed = ["seed=[0]", f"alpha=[{alpha!r}]", "precision=double", "steps=10000", *settings]
    command = [program, "run", study, "-o", str(folder), "--workers", "1", "--quiet"]
    for setting in fixed:
        command += ["--set", setting]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with h5py.File(folder / "landscape.h5") as file:
        return tuple(float(file[name][...].ravel()[0]) for name in ("train_loss", "steps", "wall_time"))


def main(program, study):
    alphas = [10 ** (-1 + 0.2 * k) for k in range(11)]
    missed = []
    total_adam = total_ours = 0.0
    print("alpha    Adam: loss       s   ours to reach it: evaluations       s    share"
          f"   ours after {EVALUATIONS}: loss   Adam / ours")
    for alpha in alphas:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            solver = ("solver=riemannian", f"evaluations={EVALUATIONS}")
            adam_times, times = [], []
            for turn in range(TURNS):
                adam, _, adam_time = run(program, study, folder / f"adam{turn}", alpha)
                _, evaluations, time = run(
                    program, study, folder / f"reach{turn}", alpha, *solver, f"stop.loss_below={adam * (1 + 1e-9)!r}")
                adam_times.append(adam_time)
                times.append(time)
            adam_time, time = statistics.median(adam_times), statistics.median(times)
            lowest, _, _ = run(program, study, folder / "lowest", alpha, *solver)
        total_adam += adam_time
        total_ours += time
        print(f"{alpha:7.4f}    {adam:8.2e} {adam_time:8.3f} {evaluations:32.0f} {time:8.3f} {time / adam_time:8.3f}"
              f" {lowest:23.2e} {adam / lowest:13.3g}", flush=True)
        if lowest > adam or time > adam_time / 4:
            missed.append(f"alpha {alpha:.4g}: not at Adam's loss in a quarter of its time")
        for value, factor in MUST_END_BELOW.items():
            if abs(alpha / value - 1) < 0.02 and lowest > adam / factor:
                missed.append(f"alpha {alpha:.4g}: ends less than {factor} times below Adam")
    print(f"over the curve: Adam {total_adam:.2f} s, ours {total_ours:.2f} s, {total_ours / total_adam:.3f} of it")
    if total_ours > total_adam / 10:
        missed.append("over the curve: more than a tenth of Adam's time")
    for sentence in missed:
        print("missed:", sentence)
    return 1 if missed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("minimiser.py: call it as minimiser.py PROGRAM STUDY")
    sys.exit(main(sys.argv[1], sys.argv[2]))
