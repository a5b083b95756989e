/** Every layer there is, by name and purpose: a click puts it behind what is selected, a drag beside it. */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { layers } from '#/core/layers/registry';
import { SearchInput } from '#/ui/components/SearchInput';
import { layerMime } from './GraphCanvas';
import classes from './graph.module.css';

export function Palette({ after, onAdd }: { after: string; onAdd: (type: string) => void }) {
  const [query, setQuery] = useState('');
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = layers.all.filter(({ type, title, summary }) => {
    const text = `${type} ${title} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <section className={classes.palette} aria-label="Layers">
      <SearchInput label="Search layers" placeholder="Add a layer" value={query} onChange={setQuery} />
      <p className={classes.quiet}>Added after “{after}”; dragged, a branch of it.</p>
      <ul className={classes.layers}>
        {found.map(({ type, title, summary }) => (
          <li key={type}>
            <UnstyledButton
              className={classes.layer}
              title={summary}
              draggable
              onDragStart={(event) => event.dataTransfer.setData(layerMime, type)}
              onClick={() => onAdd(type)}
            >
              {title}
            </UnstyledButton>
          </li>
        ))}
        {found.length === 0 && <li className={classes.quiet}>No layer is called or described so.</li>}
      </ul>
    </section>
  );
}
