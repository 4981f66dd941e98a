"""Checks that trajectories which PyTorch saves are imported bit for bit: trajectories.py PROGRAM

A small network is trained by PyTorch, and saved in every form that `grokscape trajectory import` reads, safetensors by
the three lines of docs/trajectories.md. What the imported files hold is compared with what PyTorch had in memory, and their
principal components with those of NumPy. Prints `N passed, N failed`; the exit code is 1 if any failed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy
import torch
import xarray
from safetensors.torch import save_file

passed = failed = 0


def check(ok, sentence):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {sentence}")


def train(folder, steps, seed, dtype=torch.float32):
    """Trains a network and saves it; returns its checkpoints, and its metrics as lines of a table."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(5, 16), torch.nn.BatchNorm1d(16), torch.nn.Tanh(), torch.nn.Linear(16, 3)
    ).to(dtype)
    x, y = torch.randn(64, 5, dtype=dtype), torch.randn(64, 3, dtype=dtype)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    folder.mkdir()
    checkpoints, metrics = [], ["step,train_loss,norm"]
    for step in range(steps[-1] + 1):
        loss = torch.nn.functional.mse_loss(model(x), y)
        if step in steps:
            # The three lines.
            state = {name: value.detach().contiguous() for name, value in model.state_dict().items()}
            save_file(state, folder / f"step_{step:06}.safetensors")
            checkpoints.append({name: value.clone() for name, value in state.items()})
            metrics.append(f"{step},{loss.item()!r},{sum(p.norm()**2 for p in model.parameters()).item()!r}")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return checkpoints, metrics


def rows(checkpoints, dtype):
    """The parameters of checkpoints, in the order of names in which numbers count by value; no integers."""
    names = sorted(name for name, value in checkpoints[0].items() if value.is_floating_point())
    return names, numpy.stack([
        numpy.concatenate([checkpoint[name].to(dtype).numpy().ravel() for name in names]) for checkpoint in checkpoints
    ])


def run(program, *arguments):
    command = [program, "trajectory", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    check(done.returncode == 0, f"{' '.join(command)}: {done.stderr}")
    return done


def same_bits(left, right):
    return left.shape == right.shape and left.dtype == right.dtype and left.tobytes() == right.tobytes()


def compare(path, runs, steps, names, expected):
    """A file against the parameters of every run."""
    with xarray.open_dataset(path) as view:
        check(view.parameters.dims == ("run", "checkpoint", "parameter"), f"{path}: dimensions {view.parameters.dims}")
        check(list(view.run.values) == runs, f"{path}: runs {view.run.values}")
        layers = json.loads(view.attrs["layers"])
        check([layer["name"] for layer in layers] == names, f"{path}: layers {layers}")
        for number, (wanted_steps, wanted) in enumerate(zip(steps, expected)):
            count = len(wanted_steps)
            check(view.step.values[number, :count].tolist() == wanted_steps, f"{path}: steps {view.step.values}")
            check((view.step.values[number, count:] == -1).all(), f"{path}: steps after the last are not -1")
            found = view.parameters.values[number]
            check(same_bits(numpy.ascontiguousarray(found[:count]), wanted), f"{path}: other parameters in run {number}")
            check(numpy.isnan(found[count:]).all(), f"{path}: parameters after the last are not NaN")


def compare_components(program, path, expected):
    """The principal components of a file against a singular value decomposition by NumPy."""
    run(program, "pca", path, "-o", path.with_suffix(".pca.h5"), "--components", "2")
    matrix = expected.astype(numpy.float64)
    matrix -= matrix.mean(axis=0)
    left, singular, _ = numpy.linalg.svd(matrix, full_matrices=False)
    with h5py.File(path.with_suffix(".pca.h5")) as file:
        found = file["singular_value"][:2].ravel()
        check(numpy.allclose(found, singular[:2], rtol=1e-5), f"{path}: singular values {found}, NumPy {singular[:2]}")
        projections = file["projection"][()].reshape(-1, 2)
        wanted = left[:, :2] * singular[:2]
        signs = numpy.sign((projections * wanted).sum(axis=0))
        error = numpy.abs(projections * signs - wanted).max() / singular[0]
        check(error < 1e-5, f"{path}: projections differ by {error} of the first singular value")


def main(program):
    steps = [0, 1, 2, 5, 10, 20, 50, 100]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        checkpoints, metrics = train(folder / "a", steps, seed=1)
        other, _ = train(folder / "b", steps[:5], seed=2)
        (folder / "a.csv").write_text("\n".join(metrics) + "\n")
        names, expected = rows(checkpoints, torch.float32)
        _, expected_other = rows(other, torch.float32)

        target = folder / "trajectory.h5"
        run(program, "import", folder / "a", "-o", target, "--metrics", folder / "a.csv")
        compare(target, ["run"], [steps], names, [expected])
        with xarray.open_dataset(target, group="history") as history:
            wanted = [float(line.split(",")[1]) for line in metrics[1:]]
            check(history.train_loss.values[0].tolist() == wanted, "the metrics are others")
            check(history.history_step.values.tolist() == steps, "the steps of the metrics are others")
        compare_components(program, target, expected)

        run(program, "import", "--run", f"a={folder}/a", "--run", f"b={folder}/b/*.safetensors", "-o", target)
        compare(target, ["a", "b"], [steps, steps[:5]], names, [expected, expected_other])

        arrays = [{name: value.numpy() for name, value in checkpoint.items()} for checkpoint in checkpoints]
        (folder / "npz").mkdir()
        (folder / "npy").mkdir()
        (folder / "h5").mkdir()
        for step, checkpoint in zip(steps, arrays):
            save = numpy.savez if step % 2 else numpy.savez_compressed
            save(folder / "npz" / f"{step}.npz", step=step, **checkpoint)
            (folder / "npy" / f"{step}").mkdir()
            with h5py.File(folder / "h5" / f"{step}.h5", "w") as file:
                file.attrs["step"] = step
                for name, value in checkpoint.items():
                    # Fortran order on the way, to be turned round.
                    numpy.save(folder / "npy" / f"{step}" / f"{name}.npy", numpy.asfortranarray(value))
                    file[f"model/{name}"] = value
        stacked = {name: numpy.stack([checkpoint[name] for checkpoint in arrays]) for name in names}
        numpy.savez(folder / "stacked.npz", step=numpy.array(steps), **stacked)
        with h5py.File(folder / "stacked.h5", "w") as file:
            for name, value in stacked.items():
                file.create_dataset(name, data=value, chunks=True, compression="gzip")
        for arguments in [
            [folder / "npz"], [folder / "npz", "--steps", "names"], [folder / "npy"],
            [folder / "h5", "--group", "model"], [folder / "h5", "--group", "model", "--steps", "names"],
            [folder / "stacked.npz", "--stacked"],
            [folder / "stacked.h5", "--stacked", "--steps", ",".join(map(str, steps))],
        ]:
            run(program, "import", *arguments, "-o", target)
            compare(target, ["run"], [steps], names, [expected])

        weights = [name for name in names if name.endswith("weight")]
        run(program, "import", folder / "a", "--pattern", "*.weight", "-o", target)
        picked = [{name: checkpoint[name] for name in weights} for checkpoint in checkpoints]
        compare(target, ["run"], [steps], weights, [rows(picked, torch.float32)[1]])

        for name, dtype, wide in [
            ("double", torch.float64, torch.float64), ("brain", torch.bfloat16, torch.float32),
        ]:
            precise, _ = train(folder / name, steps[:3], seed=3, dtype=dtype)
            run(program, "import", folder / name, "-o", target)
            compare(target, ["run"], [steps[:3]], names, [rows(precise, wide)[1]])

        torch.save(checkpoints[0], folder / "model.pt")
        refused = subprocess.run(
            [program, "trajectory", "import", folder / "model.pt", "-o", target], capture_output=True, text=True)
        check(refused.returncode == 65 and "weights_only=True" in refused.stderr, f"a .pt file: {refused.stderr}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
