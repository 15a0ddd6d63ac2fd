import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { Connection } from '@portico/sdk';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'portico-timeline': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & {
        connection?: Connection;
        project?: string;
        'onportico-milestone-select'?: (event: CustomEvent<{ id: string }>) => void;
      };
    }
  }
}
