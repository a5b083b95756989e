/** Python that some layers lean on; a program holds only what it uses. */
export const kerasParts = {
  gates: `def gates(value, units, order):
    """The blocks of a recurrent layer's gates in Keras' order, along the last axis."""
    return np.concatenate([value[..., at * units : (at + 1) * units] for at in order], -1)`,
  there: `def there(ids):
    """What is there of sequences that end where no id follows: the first at least."""
    known = ops.cast(ops.not_equal(ids, 0), "int32")
    later = ops.flip(ops.cumsum(ops.flip(known, axis=1), axis=1), axis=1)
    first = ops.arange(ids.shape[1]) < 1
    return ops.logical_or(later > 0, ops.expand_dims(first, 0))`,
  spread: `def spread(x):
    """How far the values of a window lie apart, by channel: never nothing."""
    return ops.sqrt(ops.var(x, axis=1, keepdims=True) + 1e-4)`,
  curves: `def curves(kind, count, times):
    """Fixed curves along time, one a row: powers of it, or waves."""
    t = np.arange(times) / times
    if kind == "trend":
        return np.stack([t**power for power in range(count)]).astype("float32")
    angles = 2 * np.pi * np.arange(1, count + 1)[:, None] * t
    return np.concatenate([np.cos(angles), np.sin(angles)]).astype("float32")`,
  waves: `def waves(rows, channels):
    """Sine and cosine of ever longer waves in turns (Vaswani et al. 2017)."""
    channel = np.arange(channels)
    angle = np.arange(rows)[:, None] / 10_000 ** (2 * (channel // 2) / channels)
    return np.where(channel % 2 == 0, np.sin(angle), np.cos(angle)).astype("float32")`,
  along: `def along(x, axis, rows):
    """Every row of a matrix says one place along an axis."""
    return ops.moveaxis(ops.matmul(ops.moveaxis(x, axis, -1), rows.T.astype("float32")), -1, axis)`,
  stretched: `def stretched(places, times):
    """So many times the places, on the way from one to the next."""
    rows = np.zeros((places * times, places))
    for row in range(places * times):
        place = min(places - 1, max(0, (row + 0.5) / times - 0.5))
        first = min(int(place), max(0, places - 2))
        rows[row, first] = 1 - (place - first)
        if places > 1:
            rows[row, first + 1] = place - first
    return rows`,
  parts: `def parts(places, count):
    """Means of so many parts of the places."""
    rows = np.zeros((count, places))
    for row in range(count):
        first, end = row * places // count, -(-(row + 1) * places // count)
        rows[row, first:end] = 1 / (end - first)
    return rows`,
  with_edges: `def with_edges(x, axis, before, after, size):
    """The outermost values again on both sides of an axis."""
    first, last = (ops.take(x, ops.array([at]), axis=axis) for at in (0, size - 1))
    parts = [ops.repeat(first, before, axis=axis)] if before else []
    parts += [x] + ([ops.repeat(last, after, axis=axis)] if after else [])
    return ops.concatenate(parts, axis=axis)`,
  masked_max: `def masked_max(x, ids):
    """The largest of what is there."""
    known = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    return ops.max(x * known - 1e4 * (1 - known), axis=1) * ops.max(known, axis=1)`,
  masked_mean: `def masked_mean(x, ids):
    """The mean of what is there."""
    known = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    return ops.sum(x * known, axis=1) / ops.maximum(ops.sum(known, axis=1), 1)`,
  in_order: `def in_order(x, levels, values):
    """Quantiles, level by level, that cannot cross: the middle and widths to both sides."""
    given = [x[:, at * values : (at + 1) * values] for at in range(levels)]
    made, middle = list(given), levels // 2
    for at in range(middle + 1, levels):
        made[at] = made[at - 1] + ops.softplus(given[at] - given[at - 1])
    for at in range(middle - 1, -1, -1):
        made[at] = made[at + 1] - ops.softplus(given[at + 1] - given[at])
    return ops.concatenate(made, axis=1)`,
  ChannelForecast: `class ChannelForecast(layers.Layer):
    """Each channel's next steps, linear in its own past; where logs is 1, in logarithms of what offset raises."""

    def __init__(self, steps, **given):
        super().__init__(**given)
        self.steps = steps

    def build(self, shape):
        channels = int(np.prod(shape[2:]))
        self.kernel = self.add_weight(name="kernel", shape=(channels, shape[1], self.steps))
        self.bias = self.add_weight(name="bias", shape=(channels, self.steps), initializer="zeros")
        self.logs = self.add_weight(name="logs", shape=(channels,), initializer="zeros", trainable=False)
        self.offset = self.add_weight(name="offset", shape=(channels,), initializer="zeros", trainable=False)

    def call(self, x):
        logs, offset = self.logs[:, None, None], self.offset[:, None, None]
        series = ops.transpose(ops.reshape(x, (-1, x.shape[1], self.kernel.shape[0])), (2, 0, 1))
        taken = logs * ops.log(ops.maximum(series + offset, 1e-6)) + (1 - logs) * series
        sums = ops.matmul(taken, self.kernel) + self.bias[:, None]
        said = logs * (ops.exp(ops.minimum(sums, 30.0)) - offset) + (1 - logs) * sums
        return ops.reshape(ops.transpose(said, (1, 2, 0)), (-1, self.steps) + tuple(x.shape[2:]))`,
  DemandForecast: `class DemandForecast(layers.Layer):
    """Croston: each channel's smoothed demand over the smoothed time between two, for every step."""

    def __init__(self, steps, **given):
        super().__init__(**given)
        self.steps = steps

    def build(self, shape):
        channels = int(np.prod(shape[2:]))
        for name, value in (("decay", "zeros"), ("factor", "ones"), ("zero", "zeros"), ("least", "zeros")):
            made = self.add_weight(name=name, shape=(channels,), initializer=value, trainable=False)
            setattr(self, name, made)

    def call(self, x):
        decay, factor, zero, least = (each[:, None] for each in (self.decay, self.factor, self.zero, self.least))
        series = ops.transpose(ops.reshape(x, (-1, x.shape[1], self.zero.shape[0])), (1, 2, 0))
        size = interval = ops.zeros_like(series[0])
        waited = ops.ones_like(size)
        alpha = 1 - ops.exp(decay)
        for at in range(x.shape[1]):
            above = series[at] - zero
            is_demand, is_first = above > least, interval == 0
            size = ops.where(is_demand, ops.where(is_first, above, size + alpha * (above - size)), size)
            longer = ops.where(is_first, waited, interval + alpha * (waited - interval))
            interval = ops.where(is_demand, longer, interval)
            waited = ops.where(is_demand, 1.0, waited + 1)
        said = ops.transpose(factor * size / ops.maximum(interval, 0.5) + zero)[:, None]
        return ops.reshape(ops.repeat(said, self.steps, axis=1), (-1, self.steps) + tuple(x.shape[2:]))`,
  Each: `class Each(layers.Layer):
    """The same expression of every value, with numbers that are learnt."""

    def __init__(self, said, count, width, **given):
        super().__init__(**given)
        self.said, self.count, self.width = said, count, width

    def build(self, _):
        self.learnt = [self.add_weight(name=f"p{at}", shape=(self.width,)) for at in range(self.count)]

    def call(self, x):
        return self.said(x, *self.learnt)`,
  Drawn: `class Drawn(layers.Layer):
    """Means, or in training a number by each mean and logarithm of a variance. Its cost (KL) is for your loss to add."""

    def call(self, x, training=False):
        width = x.shape[-1] // 2
        mean, log = x[:, :width], x[:, width:]
        if not training:
            return mean
        return mean + keras.random.normal(ops.shape(mean)) * ops.exp(ops.clip(log, -10, 10) / 2)`,
  Added: `class Added(layers.Layer):
    """What is learnt for each place, added."""

    def __init__(self, shape, **given):
        super().__init__(**given)
        self.table_shape = shape

    def build(self, _):
        self.table = self.add_weight(shape=self.table_shape, initializer="zeros", name="table")

    def call(self, x):
        return x + self.table`,
  WithToken: `class WithToken(layers.Layer):
    """One more token at the end, the same for every sample."""

    def build(self, shape):
        self.token = self.add_weight(shape=(1, 1, shape[-1]), initializer="zeros", name="token")

    def call(self, x):
        return ops.concatenate([x, ops.repeat(self.token, ops.shape(x)[0], axis=0)], axis=1)`,
  constant: `def constant(values):
    return ops.convert_to_tensor(values.astype("float32"))`,
  Attention: `class Attention(layers.Layer):
    """Every token looks at others: heads may share keys; where an id is 0 there is nothing to see."""

    def __init__(self, heads, key_heads, causal=False, position="none", **given):
        super().__init__(**given)
        self.heads, self.key_heads, self.causal, self.position = heads, key_heads, causal, position

    def build(self, x_shape, memory_shape=None, ids_shape=None):
        channels, asked = x_shape[-1], (memory_shape or x_shape)[-1]
        shared = channels // self.heads * self.key_heads
        self.maps = []
        for name, rows, columns in (
            ("query", channels, channels), ("key", asked, shared), ("value", asked, shared), ("output", channels, channels)
        ):
            kernel = self.add_weight(shape=(rows, columns), initializer="glorot_uniform", name=name)
            bias = self.add_weight(shape=(columns,), initializer="zeros", name=f"{name}_bias")
            self.maps.append((kernel, bias))

    def call(self, x, memory=None, ids=None):
        def tokens(value):
            return ops.reshape(value, (-1, int(np.prod(value.shape[1:-1])), value.shape[-1]))

        def split(value, at, heads):
            kernel, bias = self.maps[at]
            said = ops.matmul(value, kernel) + bias
            return ops.transpose(ops.reshape(said, (-1, said.shape[1], heads, said.shape[2] // heads)), (0, 2, 1, 3))

        own = tokens(x)
        seen = own if memory is None else tokens(memory)
        query, key, value = split(own, 0, self.heads), split(seen, 1, self.key_heads), split(seen, 2, self.key_heads)
        if self.position == "rotary":
            query, key = self.turned(query), self.turned(key)
        key, value = (ops.repeat(t, self.heads // self.key_heads, axis=1) for t in (key, value))
        scores = ops.matmul(query, ops.transpose(key, (0, 1, 3, 2))) / query.shape[-1] ** 0.5
        since = np.arange(own.shape[1])[:, None] - np.arange(seen.shape[1])
        if self.position == "alibi":
            slope = 2.0 ** (-8 * np.arange(1, self.heads + 1) / self.heads)
            scores = scores - constant(np.abs(since) * slope[:, None, None])
        if self.causal:
            scores = scores + constant((since < 0) * -1e9)
        if ids is not None:
            known = ops.cast(ops.not_equal(ids, 0), "float32")
            known = ops.pad(known, ((0, 0), (0, seen.shape[1] - ids.shape[1])), constant_values=1)
            known = ops.reshape(known, (-1, 1, 1, seen.shape[1]))
            scores = scores * known + (1 - known) * -1e9
        joined = ops.transpose(ops.matmul(ops.softmax(scores), value), (0, 2, 1, 3))
        kernel, bias = self.maps[3]
        said = ops.matmul(ops.reshape(joined, (-1, own.shape[1], own.shape[2])), kernel) + bias
        return ops.reshape(said, (-1, *x.shape[1:]))

    @staticmethod
    def turned(x):
        """Rotary positions (Su et al. 2021): pairs of channels turn with their place."""
        half = x.shape[-1] // 2
        angle = np.arange(x.shape[-2])[:, None] / 10_000 ** (np.arange(half) / half)
        angle = np.concatenate([angle, angle], -1)
        other = ops.concatenate([-x[..., half:], x[..., :half]], axis=-1)
        return x * constant(np.cos(angle)) + other * constant(np.sin(angle))`,
  GraphConv: `class GraphConv(layers.Layer):
    """Every node takes the sum of itself and its neighbours, by the roots of both degrees (Kipf and Welling 2017)."""

    def __init__(self, units, **given):
        super().__init__(**given)
        self.units = units

    def build(self, x_shape, edges_shape=None):
        self.kernel = self.add_weight(shape=(x_shape[-1], self.units), initializer="glorot_uniform", name="kernel")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")

    def call(self, x, edges):
        root = ops.rsqrt(ops.sum(ops.abs(edges), axis=2, keepdims=True) + 1)
        sent = ops.matmul(x, self.kernel) * root
        return (ops.matmul(edges, sent) + sent) * root + self.bias`,
  Conv4D: `class Conv4D(layers.Layer):
    """Convolution over time and space: a sum of 3-D convolutions, one for each tap of time."""

    def __init__(self, filters, kernel, stride, dilation, begin, end, groups=1, use_bias=True, **given):
        super().__init__(**given)
        self.filters, self.size, self.stride, self.dilation = filters, kernel, stride, dilation
        self.pads = ((0, 0), *zip(begin, end), (0, 0))
        self.groups, self.use_bias = groups, use_bias

    def build(self, shape):
        self.kernel = self.add_weight(
            shape=(*self.size, shape[-1] // self.groups, self.filters), initializer="he_normal", name="kernel"
        )
        self.bias = self.add_weight(shape=(self.filters,), initializer="zeros", name="bias") if self.use_bias else 0.0

    def call(self, x):
        x = ops.pad(x, self.pads)
        frames = []
        for time in range(0, x.shape[1] - (self.size[0] - 1) * self.dilation[0], self.stride[0]):
            parts = [
                ops.conv(
                    x[:, time + tap * self.dilation[0]],
                    self.kernel[tap],
                    strides=self.stride[1:],
                    padding="valid",
                    dilation_rate=self.dilation[1:],
                )
                for tap in range(self.size[0])
            ]
            frames.append(sum(parts[1:], parts[0]))
        return ops.stack(frames, axis=1) + self.bias`,
} as const;

export type KerasPart = keyof typeof kerasParts;
