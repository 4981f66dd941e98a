"""Writes the fixtures of this folder; README.md says what they are. Needs Python 3 and NumPy."""

import gzip
import json
import struct
import zlib

import numpy as np


def idx(array: np.ndarray) -> bytes:
    """The IDX form of an array of bytes: magic, big-endian dimensions, elements."""
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


def member(content: bytes, level: int = 9, name: bytes = b"") -> bytes:
    """One gzip member, with the name of the file in its header if there is one (RFC 1952)."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    body = deflate.compress(content) + deflate.flush()
    header = b"\x1f\x8b\x08" + (b"\x08" if name else b"\0") + struct.pack("<I", 1_500_000_000) + b"\x02\x03"
    trailer = struct.pack("<II", zlib.crc32(content), len(content))
    return header + (name + b"\0" if name else b"") + body + trailer


def write(name: str, content: bytes) -> None:
    with open(name, "wb") as file:
        file.write(content)


images = idx((np.arange(24, dtype=np.uint8) * 11).reshape(3, 2, 4))
labels = idx(np.array([2, 0, 1], dtype=np.uint8))
half = len(images) // 2
write("images", images)
write("labels", labels)
write("images.gz", member(images, name=b"images"))
write("images-stored.gz", member(images, level=0))
write("images-two-members.gz", member(images[:half]) + member(images[half:]))
write("labels.gz", gzip.compress(labels, mtime=0))
write("repetitive.gz", member(idx(np.tile(np.arange(7, dtype=np.uint8), (4, 300, 1)))))
# The header promises four elements; four million follow.
write("expands.gz", member(struct.pack(">BBBBI", 0, 0, 8, 1, 4) + bytes(4_000_000)))
# The header promises 2^32 - 1 elements; none follow.
write("promises.gz", member(struct.pack(">BBBBI", 0, 0, 8, 1, 0xFFFFFFFF)))

pixels = np.arange(256, dtype=np.uint8)
fractions = {
    "numpy": np.__version__,
    "single": (pixels.astype(np.float32) / np.float32(255)).view(np.uint32).tolist(),
    "double": (pixels.astype(np.float64) / 255).view(np.uint64).tolist(),
}
write("pixel-fractions.json", (json.dumps(fractions) + "\n").encode())
