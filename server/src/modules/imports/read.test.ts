import { describe, expect, it } from 'vitest';
import { readPlan } from './file.ts';
import { FileRefused } from './plan.ts';
import { grepPlan, link, mspdi, realPlan } from './plans.fixture.ts';
import { outlineOf, storyOf } from './story.ts';

const read = (text: string | Uint8Array, zone = 'Asia/Shanghai') => readPlan(typeof text === 'string' ? Buffer.from(text) : text, zone);

function refusal(text: string | Uint8Array): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof FileRefused) return error.remarks.map(({ line, field, message }) => `${line} ${field}: ${message}`);
    throw error;
  }
  throw new Error('It was taken.');
}

describe('Microsoft Project XML', () => {
  it('reads outline, dates, percent, duration, notes, constraint, baseline, priority and milestones', () => {
    const { plan } = read(
      mspdi([
        { Name: 'A &amp; B', OutlineLevel: 1 },
        {
          Name: '验收',
          OutlineLevel: 2,
          PercentComplete: 40,
          Priority: 700,
          Notes: 'first\nsecond',
          ConstraintType: 4,
          ConstraintDate: '2026-03-02T08:00:00',
        },
        {
          OutlineLevel: 2,
          PercentComplete: 100,
          ActualFinish: '2026-03-05T12:00:00',
          Baseline: '<Number>0</Number><Finish>2026-03-04T17:00:00</Finish>',
        },
        { OutlineLevel: 1, Milestone: 1, Duration: 'PT0H0M0S', Active: 0 },
      ]),
    );
    expect(plan.name).toBe('Plan');
    const [a, b, c, d] = plan.tasks;
    expect(a).toMatchObject({
      uid: '1',
      level: 1,
      name: 'A & B',
      start: '2026-03-02',
      due: '2026-03-06',
      duration: 2400,
      percent: 0,
      constraint: null,
    });
    expect(b).toMatchObject({
      level: 2,
      name: '验收',
      percent: 40,
      priority: 700,
      notes: 'first\nsecond',
      constraint: { type: 'SNET', date: '2026-03-02' },
    });
    expect(c).toMatchObject({ percent: 100, doneOn: '2026-03-05', baseline: '2026-03-04' });
    expect(d).toMatchObject({ isMilestone: true, duration: 0, isCancelled: true });
    expect([...outlineOf(plan).values()].map(({ wbs, percent }) => [wbs, percent])).toEqual([
      ['1', 70],
      ['1.1', 40],
      ['1.2', 100],
      ['2', 0],
    ]);
  });

  it('reads wall-clock times in the zone of the project, and a time with an offset as what it is there', () => {
    const due = (Finish: string, zone: string) => read(mspdi([{ Start: 'NA', Finish }]), zone).plan.tasks[0]!.due;
    expect(due('2026-03-06T23:30:00', 'Asia/Shanghai')).toBe('2026-03-06');
    expect(due('2026-03-06T23:30:00', 'America/New_York')).toBe('2026-03-06');
    expect(due('2026-03-06T23:30:00Z', 'Asia/Shanghai')).toBe('2026-03-07');
    expect(due('2026-03-06T00:30:00+08:00', 'America/New_York')).toBe('2026-03-05');
  });

  it('reads all four types of links, lag in tenths of a minute, elapsed lag and percent', () => {
    const links = [link(1, 0), link(2, 1, 4800), link(3, 2, -4800, 8), link(4, 3, 50, 19)].map((Links) => ({ Links }));
    const { plan } = read(mspdi([{}, ...links]));
    expect(plan.links.map(({ type, lag, lagUnit }) => [type, lag, lagUnit])).toEqual([
      ['FF', 0, 'days'],
      ['FS', 480, 'days'],
      ['SF', -480, 'elapsed_days'],
      ['SS', 50, 'percent'],
    ]);
  });

  it('takes task 0 for the project itself, and leaves empty rows and tasks of other projects out', () => {
    const { plan, warnings } = read(
      mspdi([
        { UID: 0, OutlineLevel: 0, Name: 'whole', Summary: 1 },
        { UID: 5, IsNull: 1 },
        { UID: 6, Name: 'elsewhere', ExternalTask: 1 },
        { UID: 7, Links: link(6) + link(0) },
      ]),
    );
    expect(plan.tasks.map(({ uid }) => uid)).toEqual(['7']);
    expect(plan.links).toEqual([]);
    expect(warnings.map(({ field }) => field).toSorted()).toEqual(['ExternalTask', 'PredecessorUID', 'PredecessorUID']);
  });

  it('keeps calendars, resources and assignments as the file has them', () => {
    const { plan } = read(
      mspdi(
        [{}],
        '<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>标准</Name></Calendar></Calendars><Resources><Resource><UID>2</UID><Name>Crane</Name></Resource></Resources>',
      ),
    );
    expect(plan.kept).toMatchObject({
      properties: { CalendarUID: '1' },
      calendars: [{ UID: '1', Name: '标准' }],
      resources: [{ UID: '2', Name: 'Crane' }],
      assignments: [],
    });
    expect(plan.kept.tasks['1']).toMatchObject({ Start: '2026-03-02T08:00:00' });
  });

  it('names the line and the field of everything that is wrong, and takes nothing', () => {
    const text = mspdi([
      { Finish: '2026-02-30T17:00:00' },
      { PercentComplete: 140, Duration: '5 days' },
      { UID: 1 },
      { OutlineLevel: 3 },
      { Start: '2026-03-09T08:00:00', Links: link(99) },
    ]);
    const line = (of: string) => text.slice(0, text.indexOf(of)).split('\n').length;
    const said = refusal(text);
    expect(said).toEqual(
      expect.arrayContaining([
        `${line('2026-02-30')} Finish: “2026-02-30T17:00:00” is not a date such as 2026-03-01T08:00:00`,
        `${line('>140<')} PercentComplete: “140” is not a whole number from 0 to 100`,
        `${line('5 days')} Duration: “5 days” is not a duration such as PT8H0M0S`,
        expect.stringMatching(/^\d+ UID: 1 is that of the task in line 5 too$/),
        `${line('<OutlineLevel>3')} OutlineLevel: 3 follows level 1: the task above it is missing`,
        `${line('2026-03-09') + 1} Finish: 2026-03-06 is before the start, 2026-03-09`,
        `${line('>99<')} PredecessorUID: there is no task “99”`,
      ]),
    );
    expect(said).toHaveLength(7);
    expect(said).toEqual(said.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)));
  });

  it('tells the line of a link that closes a circle', () => {
    const text = mspdi([{ Links: link(3) }, { Links: link(1) }, { Links: link(2) }]);
    const [said, ...more] = refusal(text);
    expect(said).toMatch(/^\d+ PredecessorUID: tasks wait for each other: .*“Task 1”.*→/);
    expect(text.split('\n')[Number.parseInt(said!, 10) - 1]).toContain('PredecessorLink');
    expect(more).toEqual([]);
  });

  it('tells the line where a file that was cut off ends, and what is not XML at all', () => {
    const whole = mspdi([{}, {}]);
    const cut = whole.slice(0, whole.indexOf('</Task>') + 20);
    expect(refusal(cut)).toEqual([expect.stringMatching(new RegExp(`^${cut.split('\n').length} : is not well-formed XML`))]);
    expect(refusal('<a>\n<b></c></a>')).toEqual([expect.stringMatching(/^2 : is not well-formed XML/)]);
    expect(refusal('<html><body/></html>')).toEqual([expect.stringContaining('is not Microsoft Project XML')]);
    expect(refusal('<Project/>')).toEqual([expect.stringContaining('Tasks: is missing')]);
    expect(refusal(mspdi([]))).toEqual([expect.stringContaining('holds no task')]);
    expect(refusal(Buffer.from(mspdi([{ Name: 'caf\u00e9' }]), 'latin1'))).toEqual(['0 : is not text in UTF-8']);
    expect(refusal(whole.replace('UTF-8', 'GB2312'))).toEqual([expect.stringContaining('is written in GB2312')]);
    expect(refusal(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))).toEqual([expect.stringContaining('.mpp')]);
    expect(read(Buffer.from(`\ufeff${whole}`, 'utf16le')).plan.tasks).toHaveLength(2);
  });

  it('a hostile file: expands no entities, reads no other file, and bears neither depth nor laughter', () => {
    const laughs =
      '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "ha">' +
      Array.from({ length: 9 }, (_, at) => `<!ENTITY ${'bcdefghij'[at]} "${`&${'abcdefghi'[at]};`.repeat(10)}">`).join('') +
      ']>\n<Project>&j;</Project>';
    expect(refusal(laughs)).toEqual([expect.stringContaining('document type')]);
    expect(refusal('<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<Project/>')).toEqual([expect.stringMatching(/^1 : holds a document type/)]);
    expect(refusal(mspdi([{ Name: '&secret;' }]))).toEqual([expect.stringContaining('undefined entity')]);
    const before = process.cpuUsage();
    expect(refusal('<a>'.repeat(1_000_000))).toEqual([expect.stringContaining('nested more than 32 deep')]);
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
    const names = read(mspdi([{ Name: '\u202egnp.exe&#9;x', Notes: 'a' }], '<__proto__>1</__proto__><constructor>2</constructor>'));
    expect(names.plan.tasks[0]!.name).toBe('gnp.exe x');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('makes stages of top groups, milestones of the groups below and of milestone tasks', () => {
    const { plan } = read(
      mspdi([
        { Name: 'Design', OutlineLevel: 1 },
        { Name: 'Drafts', OutlineLevel: 2 },
        { Name: 'Draft one', OutlineLevel: 3 },
        {
          Name: 'Drafts agreed',
          OutlineLevel: 3,
          Milestone: 1,
          Duration: 'PT0H0M0S',
          Start: '2026-03-20T17:00:00',
          Finish: '2026-03-20T17:00:00',
        },
        { Name: 'Review', OutlineLevel: 2, Finish: '2026-03-27T17:00:00' },
        { Name: 'Build', OutlineLevel: 1 },
        { Name: 'Site', OutlineLevel: 2 },
        { Name: 'Dig', OutlineLevel: 3 },
        { Name: 'Handover', OutlineLevel: 1, Milestone: 1 },
      ]),
    );
    const { stages, milestones, milestoneOf } = storyOf(plan);
    expect(stages.map(({ name }) => name)).toEqual(['Design', 'Build', 'Plan']);
    expect(milestones.map(({ stage, name, due }) => [stage, name, due])).toEqual([
      ['1', 'Drafts agreed', '2026-03-20'],
      ['1', 'Drafts', '2026-03-20'],
      ['1', 'Design', '2026-03-27'],
      ['6', 'Site', '2026-03-06'],
      ['*', 'Handover', '2026-03-06'],
    ]);
    expect(Object.fromEntries(milestoneOf)).toEqual({ 1: '1', 2: '2', 3: '2', 4: '4', 5: '1', 7: '7', 8: '7', 9: '9' });
  });
});

describe('CSV', () => {
  it('reads Chinese columns as Excel writes them, in GB 18030', () => {
    // “编号,名称\n1,验收\n” in GB 18030.
    const gb = Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a, 0x31, 0x2c, 0xd1, 0xe9, 0xca, 0xd5, 0x0a]);
    expect(read(gb).plan.tasks[0]).toMatchObject({ uid: '1', name: '验收' });
    const { plan } = read(
      '\ufeff编号,大纲级别,任务名称,开始时间,完成时间,工期,完成百分比,前置任务,里程碑,负责人,优先级,备注\n1,1,设计,,,,,,,,,\n2,2,初稿,2026年3月2日,2026/3/6 17:00,5 个工作日,40%,,否,wang@vendor.example,700,"第一行\n第二行"\n3,2,评审,2026-03-09,2026-03-09,0d,,2FS+2d,是,,,\n',
    );
    expect(plan.tasks.map(({ level, name }) => [level, name])).toEqual([
      [1, '设计'],
      [2, '初稿'],
      [2, '评审'],
    ]);
    expect(plan.tasks[1]).toMatchObject({
      start: '2026-03-02',
      due: '2026-03-06',
      duration: 2400,
      percent: 40,
      owner: 'wang@vendor.example',
      priority: 700,
      notes: '第一行\n第二行',
    });
    expect(plan.tasks[2]!.isMilestone).toBe(true);
    expect(plan.links).toEqual([{ predecessor: '2', successor: '3', type: 'FS', lag: 960, lagUnit: 'days' }]);
  });

  it('reads English columns with semicolons, the outline of WBS codes, and predecessors by code', () => {
    const { plan, warnings } = read(
      'WBS;Task Name;Start Date;Finish;% Complete;Predecessors;Cost\n1;Design;;;;;\n1.1;Draft;2026-03-02;2026-03-06;100;;9\n1.2;Review;2026-03-09;2026-03-10;;1.1SS-1w, 1FF;\n'.replace(
        ', 1FF',
        '',
      ),
    );
    expect(plan.tasks.map(({ uid, level }) => [uid, level])).toEqual([
      ['1', 1],
      ['1.1', 2],
      ['1.2', 2],
    ]);
    expect(plan.links).toEqual([{ predecessor: '1.1', successor: '1.2', type: 'SS', lag: -2400, lagUnit: 'weeks' }]);
    expect(plan.tasks[1]).toMatchObject({ percent: 100, doneOn: '2026-03-06' });
    expect(warnings).toEqual([{ line: 1, field: 'Cost', message: 'is a column that is not read' }]);
  });

  it('names the line and the column of everything that is wrong, also behind a cell of several lines', () => {
    const said = refusal(
      '编号,名称,开始,完成,进度,前置任务\n1,"一\n二",2026-13-01,,,\n2,,2026-03-02,2026-03-01,120%,9\n2,三,3/4/2026,,,2FX+1d\n',
    );
    expect(said).toEqual([
      '2 开始: “2026-13-01” is not a date such as 2026-03-01',
      '4 名称: is empty',
      '4 完成: 2026-03-01 is before the start, 2026-03-02',
      '4 进度: “120%” is not a percentage from 0 to 100',
      '4 前置任务: there is no task “9”',
      '5 编号: “2” is that of line 4 too',
    ]);
    expect(refusal('Task,Start\nx,2026-01-01\n')).toEqual([expect.stringMatching(/^1 : no column is named ID/)]);
    expect(refusal('ID,Name\n1,"x\n')).toEqual([expect.stringContaining('cannot be read as CSV')]);
    expect(refusal('ID,Name\n')).toEqual([expect.stringContaining('holds no task')]);
    expect(refusal('')).toEqual(['1 : is empty; its first row should name the columns']);
  });
});

for (const [name, tasks, groups, links] of [
  ['commercial-construction.mspdi.xml', 145, 19, 176],
  ['link-types.mspdi.xml', 19, 3, 6],
] as const) {
  const xml = realPlan(name);
  describe.skipIf(xml === null)(name, () => {
    it('has every task, code, date, percent and link that the file has', () => {
      const { plan } = read(xml!);
      const file = grepPlan(xml!);
      expect([plan.tasks.length, [...outlineOf(plan).values()].filter(({ isSummary }) => isSummary).length, plan.links.length]).toEqual([
        tasks,
        groups,
        links,
      ]);
      expect(file.tasks).toHaveLength(tasks);
      const outline = [...outlineOf(plan).values()];
      expect(
        outline.map(({ id, wbs, name, start, due, percent, isSummary, isMilestone, duration }) => [
          id,
          wbs,
          name,
          start,
          due,
          percent,
          isSummary,
          isMilestone,
          duration,
        ]),
      ).toEqual(
        file.tasks.map((task) => [
          task['UID'],
          task['OutlineNumber'],
          task['Name'],
          task['Start']!.slice(0, 10),
          task['Finish']!.slice(0, 10),
          Number(task['PercentComplete']),
          task['Summary'] === '1',
          task['Milestone'] === '1',
          Number(/^PT(\d+)H0M0S$/.exec(task['Duration']!)![1]) * 60,
        ]),
      );
      const types: Record<string, string> = { 0: 'FF', 1: 'FS', 2: 'SF', 3: 'SS' };
      expect(plan.links.map(({ predecessor, successor, type, lag, lagUnit }) => [predecessor, successor, type, lag, lagUnit])).toEqual(
        file.links.map((link) => [
          link['PredecessorUID'],
          link['SuccessorUID'],
          types[link['Type']!],
          Number(link['LinkLag'] ?? 0) / 10,
          'days',
        ]),
      );
    });

    it('keeps every calendar, resource and assignment', () => {
      const { kept } = read(xml!).plan;
      const count = (element: string) => xml!.split(`<${element}>`).length - 1;
      expect([kept.calendars.length, kept.resources.length, kept.assignments.length]).toEqual(
        ['Calendar', 'Resource', 'Assignment'].map(count),
      );
      expect(JSON.stringify(kept.assignments).split('"Value"').length - 1).toBe(count('Value'));
    });
  });
}
