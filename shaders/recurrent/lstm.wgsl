// i, o, f = s(x + h R), g = tanh(x + h R), c' = f c + i g, h' = o tanh(c'). Tape: i, o, f, g, c'.
const gates = 4u;
const slots = 5u;

struct Gates {
  i: Lanes,
  o: Lanes,
  f: Lanes,
  g: Lanes,
}

fn addState(s: Gates, h: Lanes, at: u32) -> Gates {
  return Gates(
    s.i + h * r[at],
    s.o + h * r[at + units],
    s.f + h * r[at + 2u * units],
    s.g + h * r[at + 3u * units],
  );
}

fn stateOf(s: Step, unit: u32, sums: Gates, before: Lanes, memory: ptr<function, Lanes>, there: There) -> Lanes {
  let at = placeOf(s, gates, unit);
  let i = sigmoid(loadX(at) + sums.i);
  let o = sigmoid(loadX(at + units) + sums.o);
  let f = sigmoid(loadX(at + 2u * units) + sums.f);
  let g = bent(loadX(at + 3u * units) + sums.g);
  let c = select(*memory, f * *memory + i * g, there);
  let on = placeOf(s, slots, unit);
  storeTape(on, i);
  storeTape(on + units, o);
  storeTape(on + 2u * units, f);
  storeTape(on + 3u * units, g);
  storeTape(on + 4u * units, c);
  *memory = c;
  return o * bent(c);
}

// To dx and to what the workgroup shares; answers what the state before gets directly.
fn giveGates(s: Step, earlier: Step, first: bool, unit: u32, given: Lanes, memory: ptr<function, Lanes>, there: There) -> Lanes {
  let on = placeOf(s, slots, unit);
  let i = loadTape(on);
  let o = loadTape(on + units);
  let f = loadTape(on + 2u * units);
  let g = loadTape(on + 3u * units);
  let h = bent(loadTape(on + 4u * units));
  let c = select(loadTape(placeOf(earlier, slots, unit) + 4u * units), Lanes(), first);
  let toC = *memory + given * o * (1.0 - h * h);
  let toI = select(Lanes(), toC * g * i * (1.0 - i), there);
  let toO = select(Lanes(), given * h * o * (1.0 - o), there);
  let toF = select(Lanes(), toC * c * f * (1.0 - f), there);
  let toG = select(Lanes(), toC * i * (1.0 - g * g), there);
  *memory = select(*memory, toC * f, there);
  let at = placeOf(s, gates, unit);
  storeDx(at, toI);
  storeDx(at + units, toO);
  storeDx(at + 2u * units, toF);
  storeDx(at + 3u * units, toG);
  shared_[unit] = toI;
  shared_[unit + units] = toO;
  shared_[unit + 2u * units] = toF;
  shared_[unit + 3u * units] = toG;
  return Lanes();
}
