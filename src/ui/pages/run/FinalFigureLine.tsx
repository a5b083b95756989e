/** What a finished run is worth: the figure, how sure it is, and what no model at all would reach. */
import { figureWords } from '#/core/evaluation/figureWords';
import type { FinalFigure } from '#/core/evaluation/finalFigure';
import { formatNumber } from '#/ui/charts/formatNumber';
import classes from './run.module.css';

export function FinalFigureLine({ figure }: { figure: FinalFigure }) {
  const { title, value, interval, on, free, balanced, notes } = figureWords(figure, formatNumber);
  return (
    <section className={classes.figure} aria-label="Final figure">
      <div>
        <span className={classes.figureName}>{title}</span>
        <strong className={classes.figureValue}>{value}</strong>
      </div>
      <dl className={classes.figureFacts}>
        {interval && (
          <div>
            <dt>95 % interval</dt>
            <dd>{interval}</dd>
          </div>
        )}
        {free && (
          <div>
            <dt>Without a model</dt>
            <dd>{free}</dd>
          </div>
        )}
        {balanced && (
          <div>
            <dt>Balanced accuracy</dt>
            <dd>{balanced}</dd>
          </div>
        )}
        <div>
          <dt>Measured on</dt>
          <dd>{on}</dd>
        </div>
      </dl>
      {notes.map((note) => (
        <p key={note} className={classes.figureNote}>
          {note}
        </p>
      ))}
    </section>
  );
}
