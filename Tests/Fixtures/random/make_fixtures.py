"""Writes the reference numbers of the random streams.

    python3 make_fixtures.py torch numpy philox

Each name writes NAME.json here, with the version of its source inside. torch and numpy need those packages; philox is
computed below with Python's own integers and math module. A call's values are decimal doubles (float64), bit patterns
(float32) or integers (orders and choices).
"""

import json
import math
import pathlib
import sys


def call(name, arguments, values, type=None):
    entry = {"call": name, "arguments": list(arguments), "values": values}
    return entry | {"type": type} if type else entry


def write(name, source, cases):
    calls = lambda case: ",\n".join("  " + json.dumps(entry) for entry in case["calls"])
    head = lambda case: json.dumps({key: case[key] for key in case if key != "calls"})[:-1]
    body = ",\n".join(f'{head(case)}, "calls": [\n{calls(case)}]}}' for case in cases)
    path = pathlib.Path(__file__).with_name(f"{name}.json")
    path.write_text(f'{{"source": {json.dumps(source)}, "cases": [\n{body}]}}\n')


def make_torch():
    import torch

    dtypes = {"float32": torch.float32, "float64": torch.float64}

    def values(tensor):
        bits = tensor.detach().flatten()
        return (bits.view(torch.int32).numpy().view("uint32") if tensor.dtype == torch.float32 else bits).tolist()

    def uniform(count, type, low=0.0, high=1.0):
        tensor = torch.empty(count, dtype=dtypes[type]).uniform_(low, high)
        return call("uniform", (low, high), values(tensor), type)

    def normal(count, type, mean=0.0, deviation=1.0):
        tensor = torch.empty(count, dtype=dtypes[type]).normal_(mean, deviation)
        return call("normal", (mean, deviation), values(tensor), type)

    def order(count):
        return call("permutation", (), torch.randperm(count).tolist())

    def interleaved():
        # Odd small counts leave a waiting second value, which calls of other kinds and sizes must leave alone.
        return [
            uniform(5, "float32"), normal(1, "float32"), uniform(7, "float64", -0.1234, 0.7), normal(2, "float64"),
            normal(16, "float32"), normal(3, "float32"), order(10), normal(17, "float64"), normal(31, "float32"),
            normal(5, "float32", 0.5, 2.0), normal(20, "float64", 0.3, 1.7), normal(15, "float64"), order(1), order(2),
            normal(15, "float32"), uniform(3, "float64"), normal(17, "float32"), normal(16, "float64"),
            uniform(40, "float32", -0.75, 0.1), normal(31, "float64"), normal(33, "float32", 0.5, 0.25),
            uniform(9, "float32", 3.0, 1e6), uniform(40, "float64", -0.4472, 0.4472), normal(4, "float64", -0.3, 0.7),
        ]

    def linear(type):
        torch.set_default_dtype(dtypes[type])
        layer = torch.nn.Linear(5, 100)
        torch.set_default_dtype(torch.float32)
        return [call("linear", (5, 100), values(layer.weight) + values(layer.bias), type)]

    recipes = [(seed, interleaved) for seed in (0, 1, 58, 42, 2**32 + 5)]
    recipes += [(0, lambda: linear("float32")), (0, lambda: linear("float64"))]
    recipes += [(0, lambda: [normal(500, "float32"), uniform(3, "float32")])]
    recipes += [(2**32 + 5, lambda: [normal(500, "float32"), normal(500, "float64"), uniform(3, "float64")])]
    recipes += [(58, lambda: [order(1000), order(10), uniform(3, "float32")])]
    cases = []
    for seed, recipe in recipes:
        torch.manual_seed(seed)
        cases.append({"seed": seed, "calls": recipe()})
    capability = torch.__config__.show().split("CPU capability usage: ")[1].split()[0]
    write("torch", f"PyTorch {torch.__version__}, CPU capability {capability}", cases)


def make_numpy():
    import numpy

    cases = []
    for seed in (0, 1, 58, 42, 2**32 - 1):
        state = numpy.random.RandomState(seed)

        def values(array, type):
            return (array.astype("float32").view("uint32") if type == "float32" else array).tolist()

        def uniform(count, type, low=0.0, high=1.0):
            return call("uniform", (low, high), values(state.uniform(low, high, count), type), type)

        def normal(count, type, mean=0.0, deviation=1.0):
            return call("normal", (mean, deviation), values(state.normal(mean, deviation, count), type), type)

        def order(count):
            return call("permutation", (), state.permutation(count).tolist())

        def shuffle(count):
            items = list(range(count))
            state.shuffle(items)
            return call("permutation", (), items)

        calls = [
            call("random_sample", (), state.random_sample(5).tolist()),
            call("standard_normal", (), state.standard_normal(7).tolist()),
            uniform(6, "float64", -0.1234, 0.7), normal(4, "float64", 0.3, 1.7), order(10), normal(1, "float64"),
            call("choice", (55, 45), state.choice(55, 45, replace=False).tolist()),
            call("randint", (-3, 97), state.randint(-3, 97, 12).tolist()),
            call("randint", (5, 6), state.randint(5, 6, 3).tolist()),
            call("randint", (0, 2**32), state.randint(0, 2**32, 4).tolist()),
            normal(5, "float32"), uniform(5, "float32", -0.75, 0.125), shuffle(33), order(1), order(2),
            call("standard_normal", (), state.standard_normal(40).tolist()),
            call("choice", (10, 10), state.choice(10, 10, replace=False).tolist()),
        ]
        if seed == 58:
            # The toy addition study's draws, in its order.
            state.seed(seed)
            calls = [normal(300, "float64"), normal(300, "float64")]
            calls += [call("choice", (55, 54), state.choice(55, 54, replace=False).tolist()), order(300)]
        cases.append({"seed": seed, "calls": calls})
    write("numpy", f"NumPy {numpy.__version__}, RandomState", cases)


def philox(counter, key):
    x, (k0, k1), mask = list(counter), key, 2**32 - 1
    for _ in range(10):
        p, q = x[0] * 0xD2511F53, x[2] * 0xCD9E8D57
        x = [q >> 32 ^ x[1] ^ k0, q & mask, p >> 32 ^ x[3] ^ k1, p & mask]
        k0, k1 = (k0 + 0x9E3779B9) & mask, (k1 + 0xBB67AE85) & mask
    return x


def make_philox():
    import struct

    mask = 2**32 - 1
    codes = "teacher data testData split student representation noise batches restart".split()
    halves = lambda value: (value & mask, value >> 32)

    def stream(root, seed, purpose, index):
        word = (codes.index(purpose) + 1) << 56 | index
        a, b, c, d = philox(halves(seed) + halves(word), halves(root))
        block = 0
        while True:
            yield from philox(halves(block) + (c, d), (a, b))
            block += 1

    def wide(words):
        return next(words) | next(words) << 32

    def rounded(value):
        return struct.unpack("<I", struct.pack("<f", value))[0]

    def case(root, seed, purpose, index):
        words = stream(root, seed, purpose, index)
        fraction = lambda: (wide(words) >> 11) / 2**53
        # The range is 0.5 ... 1.25, in which low + u (high - low) has no more digits than a double holds.
        single = lambda: 0.5 + (wide(words) >> 40) / 2**24 * 0.75
        double = lambda: -1 + fraction() * 2

        def normal(mean, deviation):
            radius = math.sqrt(-2 * math.log(1 - fraction()))
            return mean + deviation * (radius * math.cos(2 * math.pi * fraction()))

        def order(count):
            items = list(range(count))
            for i in range(count - 1):
                bound = count - i
                while (product := wide(words) * bound) % 2**64 < 2**64 % bound:
                    pass
                j = i + (product >> 64)
                items[i], items[j] = items[j], items[i]
            return items

        calls = [
            call("words", (), [next(words) for _ in range(7)]),
            call("uniform", (0.5, 1.25), [rounded(single()) for _ in range(5)], "float32"),
            call("uniform", (-1, 1), [double() for _ in range(5)], "float64"),
            call("normal", (0, 1), [normal(0, 1) for _ in range(9)], "float64"),
            call("normal", (0.5, 2), [rounded(normal(0.5, 2)) for _ in range(3)], "float32"),
            call("permutation", (), order(20)),
            call("permutation", (), order(1)),
            call("words", (), [next(words) for _ in range(2)]),
        ]
        return {"rootSeed": root, "seed": seed, "purpose": purpose, "index": index, "calls": calls}

    cases = [case(0, 0, purpose, 0) for purpose in codes]
    cases += [case(2**64 - 1, 2**63 + 1, "batches", 99999), case(2**32, 7, "restart", 2**40 + 3)]
    cases += [case(20230213, 2**32, "student", 0)]
    write("philox", "the Philox section of make_fixtures.py", cases)


for name in sys.argv[1:]:
    {"torch": make_torch, "numpy": make_numpy, "philox": make_philox}[name]()
