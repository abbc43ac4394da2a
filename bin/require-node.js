// Plain JavaScript without dependencies, so that any Node can run it: the parts behind it need a recent one, and
// the encrypted workspace's native module ends an older one with a crash instead of a message.
const leastMajor = 24;
const found = process.versions.node;

if (Number(found.split('.')[0]) < leastMajor) {
  process.stderr.write(
    `Practice Migrator needs Node ${leastMajor} or later and was started on ${found}; start it through npm ` +
      '(npm run demo, npm run serve, npx practice-migrator …) after npm ci, which brings the right one along.\n',
  );
  process.exit(2);
}
