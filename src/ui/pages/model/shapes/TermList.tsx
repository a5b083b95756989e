/** The terms of a model, by how much they move an answer. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ShownTerm } from '#/core/additive/shownShapes';
import { formatNumber } from '#/ui/charts/formatNumber';
import { termTitle } from './binText';
import classes from './shapes.module.css';

/** Of more the list has a search. */
const fewTerms = 12;
const mostListed = 200;

export function TermList({
  terms,
  chosen,
  changed,
  onChoose,
}: {
  terms: readonly ShownTerm[];
  chosen: number;
  changed: ReadonlySet<number>;
  onChoose: (term: number) => void;
}) {
  const [search, setSearch] = useState('');
  const most = Math.max(...terms.map(({ weight }) => weight), 1e-30);
  const found = terms.filter((term) => termTitle(term).toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <nav className={classes.terms} aria-label="Shapes">
      {terms.length > fewTerms && (
        <TextInput
          aria-label="Search columns"
          placeholder="Search columns"
          mb={8}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <ul>
        {found.slice(0, mostListed).map((term) => (
          <li key={term.term}>
            <button
              type="button"
              className={classes.term}
              aria-current={term.term === chosen}
              onClick={() => onChoose(term.term)}
            >
              <span className={classes.name}>
                {termTitle(term)}
                {changed.has(term.term) && <span className={classes.mark}> changed</span>}
              </span>
              <span className={classes.weight}>{formatNumber(term.weight, 3)}</span>
              <span
                className={classes.bar}
                style={{ width: `${(100 * term.weight) / most}%` }}
                aria-hidden="true"
              />
            </button>
          </li>
        ))}
      </ul>
      {found.length > mostListed && (
        <p className="quiet">{found.length - mostListed} more: search for a column.</p>
      )}
    </nav>
  );
}
