/**
 * XML → elements that know their line. Built for files that strangers made: no document type (and so no entities of its own, inside or outside of the file), bounds for depth and
 * number of elements, nothing is ever fetched.
 */
import { SaxesParser } from 'saxes';
import { FileRefused } from './plan.ts';

export interface XmlElement {
  /** Without a prefix. */
  name: string;
  line: number;
  text: string;
  children: XmlElement[];
}

const mostDepth = 32;
const mostElements = 2_000_000;
const chunk = 1 << 16;

/**
 * @param progress is told the part that was read, 0 to 1
 * @throws {FileRefused} with the line of what is not well-formed
 */
export function readXml(text: string, progress: (part: number) => void = () => {}): XmlElement {
  const parser = new SaxesParser();
  const refuse = (message: string): never => {
    throw new FileRefused([{ line: parser.line, field: '', message }]);
  };
  const open: XmlElement[] = [];
  let root: XmlElement | null = null;
  let count = 0;
  parser.on('error', ({ message }) => refuse(`is not well-formed XML (${message.replace(/^[\d:]+ /, '').replace(/\.$/, '')})`));
  parser.on('doctype', () => refuse('holds a document type, which a plan does not need and which is not read here'));
  parser.on('opentag', ({ name }) => {
    if (++count > mostElements) refuse(`has more than ${mostElements} elements`);
    if (open.length >= mostDepth) refuse(`is nested more than ${mostDepth} deep`);
    const element: XmlElement = { name: name.replace(/^.*:/, ''), line: parser.line, text: '', children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const take = (text: string): void => {
    const here = open.at(-1);
    // Text between elements is only how the file is indented.
    if (here && here.children.length === 0) here.text += text;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    const closed = open.pop()!;
    if (closed.children.length > 0) closed.text = '';
  });
  for (let at = 0; at < text.length; at += chunk) {
    parser.write(text.slice(at, at + chunk));
    progress(Math.min(1, (at + chunk) / text.length));
  }
  parser.close();
  return root ?? refuse('holds no element');
}

/** The element as plain data: its text, or its children by name; a name that stands twice is a list. */
export function plain({ text, children }: XmlElement): unknown {
  if (children.length === 0) return text.trim();
  const grouped = Map.groupBy(children, ({ name }) => name);
  return Object.fromEntries([...grouped].map(([name, some]) => [name, some.length === 1 ? plain(some[0]!) : some.map(plain)]));
}
