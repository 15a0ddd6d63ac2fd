/** What a client does on a page with the four widgets, by clicks and typing. Things are found by their documented parts, so in every language. */
import type { Locator, Page } from 'playwright';

/** A form that is filled in and only has to be sent. */
export interface Filled {
  send: Locator;
  /** Says that the server has it. */
  sent: Locator;
  /** Says that it waits for the network. */
  waiting: Locator;
}

const filled = (widget: Locator): Filled => ({
  send: widget.locator('[part~=submit]'),
  sent: widget.locator('[part~=outcome-sent]'),
  waiting: widget.locator('[part~=outcome-waiting]'),
});

const type = async (field: Locator, text: string): Promise<void> => {
  await field.click();
  await field.pressSequentially(text);
};

/** The survey that is open, with the demo's questions; `words` go into the last one. */
export async function fillSurvey(page: Page, words: string): Promise<Filled> {
  const widget = page.locator('portico-survey');
  const field = (id: string): Locator => widget.locator('[part=field]', { has: page.locator(`#f-${id}-label`) });
  await field('recommend').locator('[part=step]').nth(9).click();
  await field('delivery').locator('[part=step]').nth(3).click();
  await field('improve').locator('[part=choice]').first().click();
  await type(widget.locator('#f-words'), words);
  return filled(widget);
}

export async function fillChangeRequest(page: Page, title: string): Promise<Filled> {
  const widget = page.locator('portico-change-request');
  await widget.locator('[part=ask]').click();
  await type(widget.locator('#f-title'), title);
  await type(widget.locator('#f-description'), `${title}。`);
  await widget.locator('[part=choice]').nth(1).click();
  return filled(widget);
}

/** The text is read and its proposals are shown; nothing is sent. */
export async function readNeed(page: Page, text: string): Promise<Filled> {
  const widget = page.locator('portico-intake');
  await type(widget.locator('textarea'), text);
  await widget.locator('[part=sort]').click();
  await widget.locator('[part=card]').first().waitFor();
  return filled(widget);
}
