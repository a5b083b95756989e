// z, r = s(x + h R), q = h R + b, n = tanh(x + r q), h' = (1 - z) n + z h. Tape: z, r, n, q.
const gates = 3u;
const slots = 4u;

struct Gates {
  z: Lanes,
  r: Lanes,
  q: Lanes,
}

fn addState(s: Gates, h: Lanes, at: u32) -> Gates {
  return Gates(s.z + h * r[at], s.r + h * r[at + units], s.q + h * r[at + 2u * units]);
}

fn stateOf(s: Step, unit: u32, sums: Gates, before: Lanes, memory: ptr<function, Lanes>, there: There) -> Lanes {
  let at = placeOf(s, gates, unit);
  let z = sigmoid(loadX(at) + sums.z);
  let reset = sigmoid(loadX(at + units) + sums.r);
  let q = sums.q + bias[s.direction * units + unit];
  let n = bent(loadX(at + 2u * units) + reset * q);
  let on = placeOf(s, slots, unit);
  storeTape(on, z);
  storeTape(on + units, reset);
  storeTape(on + 2u * units, n);
  storeTape(on + 3u * units, q);
  return (1.0 - z) * n + z * before;
}

// To dx, to dh (what h R + b gets) and to what the workgroup shares; answers what the state before gets directly.
fn giveGates(s: Step, earlier: Step, first: bool, unit: u32, given: Lanes, memory: ptr<function, Lanes>, there: There) -> Lanes {
  let on = placeOf(s, slots, unit);
  let z = loadTape(on);
  let reset = loadTape(on + units);
  let n = loadTape(on + 2u * units);
  let q = loadTape(on + 3u * units);
  let h = select(loadY(placeOf(earlier, 1u, unit)), Lanes(), first);
  let toN = select(Lanes(), given * (1.0 - z) * (1.0 - n * n), there);
  let toZ = select(Lanes(), given * (h - n) * z * (1.0 - z), there);
  let toR = toN * q * reset * (1.0 - reset);
  let toQ = toN * reset;
  let at = placeOf(s, gates, unit);
  storeDx(at, toZ);
  storeDx(at + units, toR);
  storeDx(at + 2u * units, toN);
  storeDh(at, toZ);
  storeDh(at + units, toR);
  storeDh(at + 2u * units, toQ);
  shared_[unit] = toZ;
  shared_[unit + units] = toR;
  shared_[unit + 2u * units] = toQ;
  return given * z;
}
