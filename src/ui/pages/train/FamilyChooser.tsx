/** Which model is learnt: the few that fit best as cards, all others in a list that is searched and says their cost. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { weightCount, weightUses } from '#/core/arch/shapes';
import { type FormTraining, formMemory } from '#/core/train/formMemory';
import { formatShort } from '#/ui/charts/formatShort';
import { SearchInput } from '#/ui/components/SearchInput';
import { type ListedFamily, shownFamilies } from './shownFamilies';
import classes from './families.module.css';
import trainClasses from './train.module.css';

export function FamilyChooser({
  families,
  value,
  training,
  onChange,
}: {
  families: readonly ListedFamily[];
  value: string;
  /** What would be trained but for the family: for the cost of each. */
  training: Omit<FormTraining, 'family' | 'familyParams'>;
  onChange: (type: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const { cards, others, found } = shownFamilies(families, value, query);
  return (
    <fieldset className={classes.chooser}>
      <legend className={trainClasses.panelTitle}>Model</legend>
      <div className={classes.cards}>
        {cards.map((family) => (
          <label key={family.type} className={classes.card}>
            <input
              type="radio"
              name="family"
              value={family.type}
              checked={family.type === value}
              onChange={() => onChange(family.type)}
            />
            <span className={classes.title}>{family.title}</span>
            <span className={classes.note}>{family.summary}</span>
          </label>
        ))}
      </div>
      <div className={classes.more}>
        {others.length > 0 && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={open}
            onClick={() => {
              setOpen(!open);
              setQuery('');
            }}
          >
            {open ? 'Fewer models' : `${others.length} more model${others.length === 1 ? '' : 's'}`}
          </Button>
        )}
        <Link to="/families/$type" params={{ type: value }} className={classes.about}>
          When to use which
        </Link>
      </div>
      {open && (
        <div className={classes.list}>
          {others.length > 4 && (
            <SearchInput
              label="Search models"
              placeholder="Search name, what it is for"
              value={query}
              onChange={setQuery}
            />
          )}
          {found.map((family) => (
            <label key={family.type} className={classes.card}>
              <input
                type="radio"
                name="family"
                value={family.type}
                checked={false}
                onChange={() => {
                  onChange(family.type);
                  setOpen(false);
                }}
              />
              <span className={classes.title}>{family.title}</span>
              <span className={classes.note}>{family.summary}</span>
              <FamilyCost training={training} family={family.type} />
            </label>
          ))}
          {found.length === 0 && <p className="quiet">No model is called or described so.</p>}
        </div>
      )}
    </fieldset>
  );
}

function FamilyCost({
  training,
  family,
}: {
  training: Omit<FormTraining, 'family' | 'familyParams'>;
  family: string;
}) {
  const known = JSON.stringify(training);
  const arch = useMemo(
    () => formMemory({ ...(JSON.parse(known) as typeof training), family, familyParams: {} })?.arch,
    [known, family],
  );
  if (!arch) return null;
  return (
    <span className={classes.cost}>
      {formatShort(weightCount(arch))} weights, {formatShort(weightUses(arch))} products a sample
    </span>
  );
}
