/** The home page's drawing of an automated warehouse, in isometric projection, made of points rather than kept as a file. */
import { html, type Html } from './html.ts';

type Point = readonly [x: number, y: number, z: number];

const unit = 26;
const cos = Math.cos(Math.PI / 6);
const project = ([x, y, z]: Point): string => `${((x - y) * cos * unit).toFixed(1)},${(((x + y) / 2 - z) * unit).toFixed(1)}`;
const path = (points: readonly Point[], closed = true): string => `M${points.map(project).join('L')}${closed ? 'Z' : ''}`;
const shape = (kind: string, d: string): Html => html`<path class="${kind}" d="${d}"/>`;

/** A block seen from the front right: top, left side, right side. */
function block(kind: string, [x, y, z]: Point, [w, d, h]: Point): Html[] {
  return [
    shape(
      `${kind} top`,
      path([
        [x, y, z + h],
        [x + w, y, z + h],
        [x + w, y + d, z + h],
        [x, y + d, z + h],
      ]),
    ),
    shape(
      `${kind} left`,
      path([
        [x, y + d, z],
        [x + w, y + d, z],
        [x + w, y + d, z + h],
        [x, y + d, z + h],
      ]),
    ),
    shape(
      `${kind} right`,
      path([
        [x + w, y, z],
        [x + w, y + d, z],
        [x + w, y + d, z + h],
        [x + w, y, z + h],
      ]),
    ),
  ];
}

const bays = 7;
const levels = 4;
// Which cells hold a pallet: fixed, so that the page is the same for everyone.
const filled = (rack: number, bay: number, level: number): boolean => (rack * 5 + bay * 3 + level * 7 + bay * level) % 5 > 1;
const marked = (rack: number, bay: number, level: number): boolean => rack === 2 && (bay * 4 + level * 3) % 11 === 0;

function rack(index: number, y: number): Html[] {
  const drawn: Html[] = [];
  for (let level = 0; level < levels; level++) {
    for (let bay = 0; bay < bays; bay++) {
      if (filled(index, bay, level))
        drawn.push(
          ...block(marked(index, bay, level) ? 'pallet marked' : 'pallet', [bay + 0.14, y + 0.1, level + 0.08], [0.72, 0.8, 0.62]),
        );
    }
    drawn.push(
      shape(
        'beam',
        path(
          [
            [0, y + 1, level],
            [bays, y + 1, level],
            [bays, y, level],
          ],
          false,
        ),
      ),
    );
  }
  for (let bay = 0; bay <= bays; bay++)
    drawn.push(
      shape(
        'post',
        path(
          [
            [bay, y + 1, 0],
            [bay, y + 1, levels],
            [bay, y, levels],
          ],
          false,
        ),
      ),
    );
  drawn.push(
    shape(
      'beam',
      path([
        [0, y, levels],
        [bays, y, levels],
        [bays, y + 1, levels],
        [0, y + 1, levels],
      ]),
    ),
  );
  drawn.push(
    shape(
      'post',
      path(
        [
          [bays, y, 0],
          [bays, y, levels],
        ],
        false,
      ),
    ),
  );
  return drawn;
}

const crane = (x: number, y: number, level: number): Html[] => [
  shape(
    'rail',
    path(
      [
        [-0.6, y + 0.5, 0],
        [bays + 1.2, y + 0.5, 0],
      ],
      false,
    ),
  ),
  shape(
    'mast',
    path(
      [
        [x, y + 0.5, 0],
        [x, y + 0.5, levels + 0.5],
      ],
      false,
    ),
  ),
  ...block('carriage', [x - 0.1, y + 0.25, level], [0.75, 0.5, 0.16]),
  ...block('pallet marked', [x, y + 0.28, level + 0.16], [0.6, 0.46, 0.5]),
];

function conveyor(x: number, from: number, to: number): Html[] {
  const drawn = block('belt', [x, from, 0.28], [0.9, to - from, 0.14]);
  for (let y = from + 0.5; y < to; y += 0.5)
    drawn.push(
      shape(
        'roller',
        path(
          [
            [x, y, 0.42],
            [x + 0.9, y, 0.42],
          ],
          false,
        ),
      ),
    );
  for (const y of [from + 0.6, from + 2.9, from + 5.4]) drawn.push(...block('pallet', [x + 0.14, y, 0.42], [0.62, 0.7, 0.58]));
  return drawn;
}

const floor = (): Html[] =>
  Array.from({ length: 13 }, (_, index) => index - 1).flatMap((at) => [
    shape(
      'grid',
      path(
        [
          [at, -1, 0],
          [at, 9.4, 0],
        ],
        false,
      ),
    ),
    at < 10
      ? shape(
          'grid',
          path(
            [
              [-1, at, 0],
              [11, at, 0],
            ],
            false,
          ),
        )
      : html``,
  ]);

/** @param label what the drawing shows, for those who do not see it */
export const drawing = (label: string): Html => html`<svg class="drawing" viewBox="-200 -128 470 400" role="img" aria-label="${label}">
${floor()}${rack(0, 0)}${crane(4.6, 1.1, 2)}${rack(1, 2.2)}${rack(2, 3.4)}${crane(2.2, 4.5, 1)}${rack(3, 5.6)}${conveyor(8.6, -0.4, 8)}
</svg>`;
