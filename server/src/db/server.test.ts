import { QueryTypes } from 'sequelize';
import { describe, expect, it } from 'vitest';
import { dialects, freshDatabase } from '../../../test/services/index.ts';
import { connect } from './connection.ts';
import { migrate } from './migrate.ts';
import { assertCollations, assertServer, refusedVersion } from './server.ts';

describe('versions of database servers', () => {
  it('that are too old are refused in one sentence', () => {
    for (const version of ['5.7.44-log', '8.0.36', '8.3.0', '10.6.16-MariaDB', '10.10.7-MariaDB-log', '5.5.68-MariaDB'])
      expect(refusedVersion(version), version).toContain(version);
    expect(refusedVersion('8.0.36')).toBe('it is MySQL 8.0.36, and Portico needs 8.4 of MySQL or 10.11 of MariaDB, or newer');
    for (const version of [
      '8.4.0',
      '8.4.7-commercial',
      '9.7.4-2',
      '10.11.6-MariaDB-0+deb12u1',
      '11.4.2-MariaDB',
      '12.0.1-MariaDB',
      '8.0.11-TiDB-v8.5.0',
    ])
      expect(refusedVersion(version), version).toBeNull();
  });
});

for (const { name, url } of dialects().filter((dialect) => dialect.name !== 'SQLite')) {
  describe.skipIf(url === null)(`${name}: the server at start`, () => {
    it('is one that we know, keeps to our mode, and a table of another collation is refused by its name', async () => {
      const database = await freshDatabase(name);
      const sequelize = connect(database.url);
      try {
        await assertServer(sequelize);
        const [mode] = await sequelize.query<{ mode: string }>('SELECT @@SESSION.sql_mode AS mode', { type: QueryTypes.SELECT });
        expect(mode!.mode).toContain('STRICT_TRANS_TABLES');
        await migrate(sequelize);
        await assertCollations(sequelize);
        await sequelize.query('ALTER TABLE origins MODIFY origin VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL');
        await expect(assertCollations(sequelize)).rejects.toThrow(
          'The column origins.origin has the collation utf8mb4_general_ci, and Portico compares byte by byte: make it ascii_bin or utf8mb4_bin again, as the migrations do.',
        );
      } finally {
        await sequelize.close();
        await database.drop();
      }
    });
  });
}
