import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Props = ButtonProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & { ref?: Ref<HTMLAnchorElement> };

/** A button that is a link: typed route, opens in a new tab like any link. */
export const ButtonLink = createLink(({ ref, ...props }: Props) => (
  <Button component="a" ref={ref} {...props} />
));
