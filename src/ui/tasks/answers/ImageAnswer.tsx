/** The image as the model made it again. */
import { useMemo } from 'react';
import type { FittedImages } from '#/core/images/fittedImages';
import type { AnswerProps } from '../taskView';
import classes from './answers.module.css';
import { ShadesCanvas } from './PixelCanvas';

export function ImageAnswer({ version, prediction: { field } }: AnswerProps) {
  const images = useMemo(() => (field ? [field] : []), [field]);
  return (
    <>
      <div className={classes.name}>Made again</div>
      <ShadesCanvas size={version.input.fitted as FittedImages} images={images} alt="The image, made again" />
    </>
  );
}
