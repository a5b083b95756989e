/** Python that some layers lean on; a program holds only what it uses. */
export const pythonParts = {
  gates: `def gates(value, units, order):
    """The blocks of a recurrent layer's gates in PyTorch's order."""
    return torch.cat([value[at * units : (at + 1) * units] for at in order])`,
  spread: `def spread(x):
    """How far the values of a window lie apart, by channel: never nothing."""
    return (x.var(1, unbiased=False, keepdim=True) + 1e-4).sqrt()`,
  curves: `def curves(kind, count, times):
    """Fixed curves along time, one a row: powers of it, or waves."""
    t = torch.arange(times) / times
    if kind == "trend":
        return torch.stack([t**power for power in range(count)])
    angles = 2 * torch.pi * torch.arange(1, count + 1)[:, None] * t
    return torch.cat([angles.cos(), angles.sin()])`,
  waves: `def waves(rows, channels):
    """Sine and cosine of ever longer waves in turns (Vaswani et al. 2017)."""
    channel = torch.arange(channels)
    angle = torch.arange(rows)[:, None] / 10_000 ** (2 * (channel // 2) / channels)
    return torch.where(channel % 2 == 0, angle.sin(), angle.cos())`,
  in_order: `def in_order(x, levels):
    """Quantiles, level by level, that cannot cross: the middle and widths to both sides."""
    given = list(x.unflatten(1, (levels, -1)).unbind(1))
    made, middle = list(given), levels // 2
    for at in range(middle + 1, levels):
        made[at] = made[at - 1] + F.softplus(given[at] - given[at - 1])
    for at in range(middle - 1, -1, -1):
        made[at] = made[at + 1] - F.softplus(given[at + 1] - given[at])
    return torch.cat(made, 1)`,
  drawn: `def drawn(x, training):
    """Means, or in training a number by each mean and logarithm of a variance. Its cost (KL) is for your loss to add."""
    mean, log = x.chunk(2, 1)
    return mean + torch.randn_like(mean) * (log.clamp(-10, 10) / 2).exp() if training else mean`,
  some_left_out: `def some_left_out(x, rate, training):
    """In training whole samples without this branch (Huang et al. 2016)."""
    if not training:
        return x
    kept = torch.rand(x.shape[0], *[1] * (x.dim() - 1), device=x.device) >= rate
    return x * kept / (1 - rate)`,
  along_ids: `def along(layer, x, ids):
    """A recurrent layer over sequences that end where no id follows, and how long each is."""
    place = torch.arange(1, ids.shape[1] + 1, device=ids.device)
    length = ((ids != 0) * place).amax(1).clamp(min=1)
    packed = nn.utils.rnn.pack_padded_sequence(x, length.cpu(), batch_first=True, enforce_sorted=False)
    said = layer(packed)[0]
    return nn.utils.rnn.pad_packed_sequence(said, batch_first=True, total_length=ids.shape[1])[0], length`,
  ends: `def ends(states, units, length=None):
    """The last state forwards and, where there is one, the first backwards."""
    rows = torch.arange(states.shape[0], device=states.device)
    last = states.shape[1] - 1 if length is None else length - 1
    return torch.cat([states[rows, last, :units], states[:, 0, units:]], -1)`,
  along_axis: `def along_axis(x, axis, rows):
    """Every row of a matrix says one place along an axis."""
    return (x.movedim(axis, -1) @ rows.T.to(x)).movedim(-1, axis)`,
  stretched: `def stretched(places, times):
    """So many times the places, on the way from one to the next."""
    rows = torch.zeros(places * times, places)
    for row in range(places * times):
        place = min(places - 1, max(0, (row + 0.5) / times - 0.5))
        first = min(int(place), max(0, places - 2))
        rows[row, first] = 1 - (place - first)
        if places > 1:
            rows[row, first + 1] = place - first
    return rows`,
  parts: `def parts(places, count):
    """Means of so many parts of the places."""
    rows = torch.zeros(count, places)
    for row in range(count):
        first, end = row * places // count, -(-(row + 1) * places // count)
        rows[row, first:end] = 1 / (end - first)
    return rows`,
  Attention: `class Attention(nn.Module):
    """Every token looks at others: heads may share keys; where an id is 0 there is nothing to see."""

    def __init__(self, channels, asked, heads, key_heads, causal=False, position="none"):
        super().__init__()
        self.heads, self.key_heads, self.causal, self.position = heads, key_heads, causal, position
        shared = channels // heads * key_heads
        self.query, self.output = nn.Linear(channels, channels), nn.Linear(channels, channels)
        self.key, self.value = nn.Linear(asked, shared), nn.Linear(asked, shared)

    def forward(self, x, memory=None, ids=None):
        tokens = x.flatten(1, -2)
        seen = tokens if memory is None else memory.flatten(1, -2)
        query = self.query(tokens).unflatten(-1, (self.heads, -1)).transpose(1, 2)
        key, value = (
            layer(seen).unflatten(-1, (self.key_heads, -1)).transpose(1, 2) for layer in (self.key, self.value)
        )
        if self.position == "rotary":
            query, key = self.turned(query), self.turned(key)
        key, value = (t.repeat_interleave(self.heads // self.key_heads, 1) for t in (key, value))
        scores = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5
        since = torch.arange(scores.shape[-2], device=x.device)[:, None] - torch.arange(scores.shape[-1], device=x.device)
        if self.position == "alibi":
            head = torch.arange(1, self.heads + 1, device=x.device)
            scores = scores - since.abs() * (2.0 ** (-8 * head / self.heads))[:, None, None]
        if self.causal:
            scores = scores + (since < 0) * -1e9
        if ids is not None:
            there = F.pad((ids != 0).float(), (0, scores.shape[-1] - ids.shape[1]), value=1)[:, None, None]
            scores = scores * there + (1 - there) * -1e9
        return self.output((scores.softmax(-1) @ value).transpose(1, 2).flatten(2)).reshape(x.shape)

    @staticmethod
    def turned(x):
        """Rotary positions (Su et al. 2021): pairs of channels turn with their place."""
        half = x.shape[-1] // 2
        angle = torch.arange(x.shape[-2], device=x.device)[:, None] / 10_000 ** (
            torch.arange(half, device=x.device) / half
        )
        angle = torch.cat([angle, angle], -1)
        return x * angle.cos() + torch.cat([-x[..., half:], x[..., :half]], -1) * angle.sin()`,
  ChannelForecast: `class ChannelForecast(nn.Module):
    """Each channel's next steps, linear in its own past; where logs is 1, in logarithms of what offset raises."""

    def __init__(self, channels, times, steps):
        super().__init__()
        self.kernel = nn.Parameter(torch.randn(channels, times, steps) * 0.1)
        self.bias = nn.Parameter(torch.zeros(channels, steps))
        self.register_buffer("logs", torch.zeros(channels))
        self.register_buffer("offset", torch.zeros(channels))

    def forward(self, x):
        logs, offset = self.logs[:, None, None], self.offset[:, None, None]
        series = x.flatten(2).permute(2, 0, 1)
        taken = logs * (series + offset).clamp(min=1e-6).log() + (1 - logs) * series
        sums = taken @ self.kernel + self.bias[:, None]
        said = logs * (sums.clamp(max=30).exp() - offset) + (1 - logs) * sums
        return said.permute(1, 2, 0).unflatten(2, x.shape[2:])`,
  DemandForecast: `class DemandForecast(nn.Module):
    """Croston: each channel's smoothed demand over the smoothed time between two, for every step."""

    def __init__(self, channels, steps):
        super().__init__()
        self.steps = steps
        for name, value in (("decay", 0.0), ("factor", 1.0), ("zero", 0.0), ("least", 0.0)):
            self.register_buffer(name, torch.full((channels,), value))

    def forward(self, x):
        series = x.flatten(2)
        size = interval = torch.zeros_like(series[:, 0])
        waited = torch.ones_like(size)
        alpha = 1 - self.decay.exp()
        for at in range(x.shape[1]):
            above = series[:, at] - self.zero
            is_demand, is_first = above > self.least, interval == 0
            size = torch.where(is_demand, torch.where(is_first, above, size + alpha * (above - size)), size)
            longer = torch.where(is_first, waited, interval + alpha * (waited - interval))
            interval = torch.where(is_demand, longer, interval)
            waited = torch.where(is_demand, torch.ones_like(waited), waited + 1)
        said = self.factor * size / interval.clamp(min=0.5) + self.zero
        return said[:, None].repeat(1, self.steps, 1).unflatten(2, x.shape[2:])`,
  GraphConv: `class GraphConv(nn.Module):
    """Every node takes the sum of itself and its neighbours, by the roots of both degrees (Kipf and Welling 2017)."""

    def __init__(self, channels, units):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.randn(channels, units) * 0.1), nn.Parameter(torch.zeros(units))

    def forward(self, x, edges):
        root = (edges.abs().sum(2, keepdim=True) + 1).rsqrt()
        sent = x @ self.weight * root
        return (edges @ sent + sent) * root + self.bias`,
  Conv4d: `class Conv4d(nn.Module):
    """Convolution over time and space: a sum of 3-D convolutions, one for each tap of time. Channels last."""

    def __init__(self, channels, filters, kernel, stride, dilation, begin, end, groups=1, bias=True):
        super().__init__()
        self.stride, self.dilation, self.groups = stride, dilation, groups
        # Last axis first; channels stand behind time.
        self.pads = [n for axis in (3, 2, 1) for n in (begin[axis], end[axis])] + [0, 0, begin[0], end[0]]
        self.weight = nn.Parameter(torch.randn(kernel[0], filters, channels // groups, *kernel[1:]) * 0.1)
        self.bias = nn.Parameter(torch.zeros(filters)) if bias else None

    def forward(self, x):
        x = F.pad(x.movedim(-1, 2), self.pads)
        reach = (self.weight.shape[0] - 1) * self.dilation[0]
        frames = []
        for time in range(0, x.shape[1] - reach, self.stride[0]):
            parts = [
                F.conv3d(
                    x[:, time + tap * self.dilation[0]], weight, None, self.stride[1:], 0, self.dilation[1:], self.groups
                )
                for tap, weight in enumerate(self.weight)
            ]
            frames.append(sum(parts))
        said = torch.stack(frames, 1).movedim(2, -1)
        return said if self.bias is None else said + self.bias`,
} as const;

export type PythonPart = keyof typeof pythonParts;
