"""Steps of Adam and the rescaling to the sphere in JAX: jit and lax.scan on one thread. Called by compare.py.

The steps of a request are one compiled loop that also returns their losses. The first request of a number of steps
compiles it, so its time is of no use; state is kept from request to request.
"""

import os

os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import functools

import jax
import jax.numpy as jnp

from serving import case, serve

ACTIVATIONS = {"tanh": jnp.tanh, "relu": jax.nn.relu}
RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8


def initial_layers(key, widths, dtype):
    """PyTorch's default initialisation."""
    layers = []
    for fan_in, fan_out in zip(widths, widths[1:]):
        key, weight_key, bias_key = jax.random.split(key, 3)
        uniform = functools.partial(jax.random.uniform, dtype=dtype, minval=-(fan_in**-0.5), maxval=fan_in**-0.5)
        layers.append((uniform(weight_key, (fan_in, fan_out)), uniform(bias_key, (fan_out,))))
    return layers


def norm(tree):
    return jnp.sqrt(sum(jnp.sum(leaf**2) for leaf in jax.tree.leaves(tree)))


def main():
    described = case()
    jax.config.update("jax_enable_x64", described["precision"] == "double")
    dtype = jnp.float64 if described["precision"] == "double" else jnp.float32
    widths, batch = described["widths"], described["batch"]
    activation = ACTIVATIONS[described["activation"]]
    input_key, target_key, layers_key = jax.random.split(jax.random.PRNGKey(0), 3)
    inputs = jax.random.normal(input_key, (batch, widths[0]), dtype)
    targets = jax.random.normal(target_key, (batch, widths[-1]), dtype)
    layers = initial_layers(layers_key, widths, dtype)
    radius = norm(layers)

    def loss(layers):
        x = inputs
        for weight, bias in layers[:-1]:
            x = activation(x @ weight + bias)
        weight, bias = layers[-1]
        return jnp.mean((x @ weight + bias - targets) ** 2)

    def step(state, _):
        layers, first, second, count = state
        count = count + 1
        value, gradient = jax.value_and_grad(loss)(layers)
        first = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, first, gradient)
        second = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, second, gradient)
        correction1, correction2 = 1 - BETA1**count, 1 - BETA2**count
        layers = jax.tree.map(
            lambda w, m, v: w - RATE * (m / correction1) / (jnp.sqrt(v / correction2) + EPSILON), layers, first, second
        )
        scale = radius / norm(layers)
        return (jax.tree.map(lambda w: w * scale, layers), first, second, count), value

    @functools.partial(jax.jit, static_argnums=1, donate_argnums=0)
    def run(state, count):
        return jax.lax.scan(step, state, None, length=count)

    zeros = jax.tree.map(jnp.zeros_like, layers)
    state = (layers, zeros, jax.tree.map(jnp.zeros_like, layers), jnp.zeros((), dtype))

    def steps(count):
        nonlocal state
        state, _ = jax.block_until_ready(run(state, count))

    serve(steps)


main()
