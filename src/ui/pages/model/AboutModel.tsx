import { TagsInput } from '@mantine/core';
import { run } from '#/app/run';
import type { Model } from '#/core/protocol/model';
import { attempted } from '#/ui/attempt';
import { EditableNotes } from '#/ui/components/EditableNotes';
import { CardButtons } from './CardButtons';
import classes from './model.module.css';

export function AboutModel({ model, hasVersions }: { model: Model; hasVersions: boolean }) {
  type Part = { description?: string; notes?: string; tags?: string[] };
  const save = (part: Part, was: Part) =>
    attempted('Not saved', run('models.update', { id: model.id, ...part, was }));
  return (
    <div className={classes.about}>
      <h2>Description</h2>
      <EditableNotes
        label="Description"
        placeholder="What this model is for, and what it must not be used for"
        value={model.description}
        onSave={(description, was) => save({ description }, { description: was })}
      />
      <h2>Notes</h2>
      <EditableNotes
        label="Notes"
        placeholder="Decisions, open questions"
        value={model.notes}
        onSave={(notes, was) => save({ notes }, { notes: was })}
      />
      <h2>Tags</h2>
      <TagsInput
        aria-label="Tags"
        placeholder={model.tags.length ? '' : 'Add a tag, Enter'}
        value={model.tags}
        onChange={(tags) => void save({ tags }, { tags: model.tags })}
      />
      {hasVersions && (
        <>
          <h2>Model card</h2>
          <p className="quiet">
            The description and notes above with what is known of the version it answers by: how good it is,
            what it learnt from, what it takes, limits, hashes. An exported ONNX file carries it too.
          </p>
          <CardButtons model={model} />
        </>
      )}
    </div>
  );
}
