// What npm's test-results-parser makes of a JUnit file: node junit_consumer.js FILE, in the folder that holds the package.
const { createRequire } = require("module");
const { parse } = createRequire(`${process.cwd()}/`)("test-results-parser");

const { name, total, suites } = parse({ type: "junit", files: [process.argv[2]] });
const cases = suites.flatMap((suite) => suite.cases.map((one) => [one.name, one.status]));
console.log(JSON.stringify({ name, total, cases }));
