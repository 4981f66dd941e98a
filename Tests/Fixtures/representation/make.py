"""Trains a representation and its decoder with PyTorch in double precision and writes training.json.

The setting is that of Liu, Kitouni, Nolte, Michaud, Tegmark and Williams (2022), "Towards understanding grokking": a
decoder on the sum of two embeddings, mean squared error to the template of the sum, AdamW with a group for each. Sizes are
small. Messiness, residual and quality of the representation are computed with NumPy.

    python make.py        # made with the versions that the file names
"""

import json

import numpy
import torch

DIGITS, WIDTH, HIDDEN, OUTPUTS, COUNT, SEED, STEPS = 10, 1, 16, 3, 40, 7, 200
RATE, DECAY, REPRESENTATION_RATE = 1e-2, 0.1, 3e-2

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
numbers = numpy.random.RandomState(SEED)
torch.manual_seed(SEED)

pairs = [(i, j) for i in range(DIGITS) for j in range(i, DIGITS)]
templates = torch.tensor(numbers.normal(size=(2 * DIGITS - 1, OUTPUTS)))
order = numbers.permutation(len(pairs))
pairs = torch.tensor([pairs[k] for k in order])
labels = pairs.sum(1)
train, test = slice(0, COUNT), slice(COUNT, None)

table = torch.nn.Parameter(torch.rand(DIGITS, WIDTH) - 0.5)
decoder = torch.nn.Sequential(
    torch.nn.Linear(WIDTH, HIDDEN), torch.nn.Tanh(), torch.nn.Linear(HIDDEN, HIDDEN), torch.nn.Tanh(),
    torch.nn.Linear(HIDDEN, OUTPUTS))
optimizer = torch.optim.AdamW([
    {"params": [table], "lr": REPRESENTATION_RATE, "weight_decay": 0.0},
    {"params": list(decoder.parameters()), "lr": RATE, "weight_decay": DECAY},
])
schedule = torch.optim.lr_scheduler.StepLR(optimizer, 150, 0.2)

random = table.detach().numpy().copy()
linear = numpy.stack([numpy.arange(DIGITS, dtype=float)], 1)


def outputs(part):
    return decoder(table[pairs[part, 0]] + table[pairs[part, 1]])


def accuracy(values, part):
    nearest = ((values[:, None, :] - templates[None]) ** 2).sum(2).argmin(1)
    return float((nearest == labels[part]).double().mean())


def fit(values):
    """Coefficients of R_linear, R_random and a constant per dimension, by least squares over all elements."""
    ones = [numpy.repeat(numpy.eye(WIDTH)[[k]], DIGITS, 0).ravel() for k in range(WIDTH)]
    columns = numpy.stack([linear.ravel(), random.ravel()] + ones, 1)
    solution = numpy.linalg.lstsq(columns, values.ravel(), rcond=None)[0]
    rest = values.ravel() - columns @ solution
    centred = values - values.mean(0)
    return solution[1] / (solution[0] + solution[1]), (rest @ rest) / (centred**2).sum()


def quality(values):
    values = values - values.mean(0)
    values = values / numpy.sqrt((values**2).sum() / (DIGITS - 1) / WIDTH)
    violations = [
        ((values[i] + values[n] - values[j] - values[m]) ** 2).mean()
        for i in range(DIGITS) for n in range(i, DIGITS) for j in range(i + 1, DIGITS) for m in range(j, DIGITS)
        if i + n == j + m
    ]
    return float((numpy.array(violations) < 0.01).mean())


history = {name: [] for name in (
    "train_loss", "test_loss", "train_accuracy", "test_accuracy", "weight_norm", "effective_messiness",
    "representation_fit_residual", "representation_quality")}
for step in range(STEPS + 1):
    optimizer.zero_grad()
    trained = outputs(train)
    loss = ((trained - templates[labels[train]]) ** 2).mean()
    with torch.no_grad():
        tested = outputs(test)
        values = table.detach().numpy()
        messiness, residual = fit(values)
        history["train_loss"].append(loss.item())
        history["test_loss"].append(((tested - templates[labels[test]]) ** 2).mean().item())
        history["train_accuracy"].append(accuracy(trained, train))
        history["test_accuracy"].append(accuracy(tested, test))
        history["weight_norm"].append(sum((p**2).sum() for p in decoder.parameters()).sqrt().item())
        history["effective_messiness"].append(messiness)
        history["representation_fit_residual"].append(residual)
        history["representation_quality"].append(quality(values))
    if step < STEPS:
        loss.backward()
        optimizer.step()
        schedule.step()

json.dump(
    {"source": f"PyTorch {torch.__version__}, NumPy {numpy.__version__}", "history": history,
     "representation": table.detach().numpy().tolist()},
    open("training.json", "w"), indent=0)
