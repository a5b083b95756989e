// h' = tanh(x + h R). Tape: h'.
const gates = 1u;
const slots = 1u;

struct Gates {
  h: Lanes,
}

fn addState(s: Gates, h: Lanes, at: u32) -> Gates {
  return Gates(s.h + h * r[at]);
}

fn stateOf(s: Step, unit: u32, sums: Gates, before: Lanes, memory: ptr<function, Lanes>, there: There) -> Lanes {
  let h = bent(loadX(placeOf(s, gates, unit)) + sums.h);
  storeTape(placeOf(s, slots, unit), h);
  return h;
}

// To dx and to what the workgroup shares; answers what the state before gets directly.
fn giveGates(s: Step, earlier: Step, first: bool, unit: u32, given: Lanes, memory: ptr<function, Lanes>, there: There) -> Lanes {
  let h = loadTape(placeOf(s, slots, unit));
  let toH = select(Lanes(), given * (1.0 - h * h), there);
  storeDx(placeOf(s, gates, unit), toH);
  shared_[unit] = toH;
  return Lanes();
}
