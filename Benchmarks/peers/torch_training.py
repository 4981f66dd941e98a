"""Steps of Adam and the rescaling to the sphere in PyTorch, eager, on one thread. Called by compare.py."""

import torch

from serving import case, serve

ACTIVATIONS = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}


def main():
    torch.set_num_threads(1)
    described = case()
    torch.set_default_dtype(torch.float64 if described["precision"] == "double" else torch.float32)
    widths, batch = described["widths"], described["batch"]
    modules = []
    for fan_in, fan_out in zip(widths, widths[1:]):
        modules += [torch.nn.Linear(fan_in, fan_out), ACTIVATIONS[described["activation"]]()]
    model = torch.nn.Sequential(*modules[:-1])
    inputs, targets = torch.randn(batch, widths[0]), torch.randn(batch, widths[-1])
    parameters = list(model.parameters())
    optimizer = torch.optim.Adam(parameters, lr=1e-3)
    loss = torch.nn.MSELoss()

    def norm():
        return torch.sqrt(sum((parameter**2).sum() for parameter in parameters))

    with torch.no_grad():
        radius = norm()

    def steps(count):
        for _ in range(count):
            optimizer.zero_grad()
            loss(model(inputs), targets).backward()
            optimizer.step()
            with torch.no_grad():
                scale = radius / norm()
                for parameter in parameters:
                    parameter.mul_(scale)

    serve(steps)


main()
