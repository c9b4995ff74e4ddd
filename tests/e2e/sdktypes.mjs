// SPDX-License-Identifier: MIT
// Writes JSON bodies as literals of the types of Oracle's SDK, for the TypeScript compiler to judge.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const folderOf = (name) => join(packages, name, 'lib', 'model');

/**
 * What the declarations of a package say of its models: by name, the base, the type of each field,
 * the value of the field that tells subtypes apart, and the enumerations by the values on the wire.
 */
function readModels(name) {
  const models = new Map();
  const declarations = folderOf(name);
  for (const file of readdirSync(declarations).filter((name) => name.endsWith('.d.ts') && name !== 'index.d.ts')) {
    const text = readFileSync(join(declarations, file), 'utf8').replace(/\/\*.*?\*\//gs, '');
    const [, model, base] = /export interface (\w+)(?: extends model\.(\w+))? \{/.exec(text) ?? [];
    if (!model) continue; // an enumeration, such as the order of a list
    const [shape, space] = text.split('export declare namespace');
    const fields = new Map([...shape.matchAll(/^ {4}"(\w+)"\??: (.+);$/gm)].map(([, field, type]) => [field, type]));
    const enums = new Map([...space.matchAll(/^ {4}enum (\w+) \{(.*?)\}/gms)].map(([, title, members]) =>
      [`${model}.${title}`, new Map([...members.matchAll(/(\w+) = "([^"]*)"/g)].map(([, member, value]) => [value, member]))]));
    const [, field, value] = /^ {4}const (\w+) = "([^"]*)";$/m.exec(space) ?? [];
    models.set(model, { base, fields, enums, field, value });
  }
  return models;
}

const known = new Map(); // what was read, by package

function fieldType(models, name, field) {
  for (let model = models.get(name); model; model = models.get(model.base)) {
    if (model.fields.has(field)) return model.fields.get(field);
  }
  return 'any'; // the compiler refuses a field that the type has not
}

/** The subtype that the object says it is, of those that the declared type allows. */
function mostSpecific(models, declared, object) {
  const allowed = declared.split(' | ').map((type) => type.replace('model.', ''));
  for (const [name, { base, field, value }] of models) {
    if ((allowed.includes(name) || allowed.includes(base)) && field && object[field] === value) return name;
  }
  return allowed[0];
}

/** Unquoted, so that the compiler proposes the name that was meant. */
const nameOf = (field) => (/^[A-Za-z_]\w*$/.test(field) ? field : JSON.stringify(field));

/** TypeScript in which every object of `body` is a constant of its most specific type. */
export function literalOf(body, type, from = 'oci-generativeaiinference') {
  if (!known.has(from)) known.set(from, readModels(from));
  const models = known.get(from);
  const lines = [`import * as model from "${from}/lib/model";`, ''];
  const expression = (value, declared) => {
    if (Array.isArray(value)) {
      const element = /^Array<(.*)>$/.exec(declared)?.[1] ?? declared;
      return `[${value.map((item) => expression(item, element)).join(', ')}]`;
    }
    if (value !== null && typeof value === 'object' && declared.startsWith('model.')) {
      const name = mostSpecific(models, declared, value);
      const members = Object.entries(value).map(([field, member]) => `${nameOf(field)}: ${expression(member, fieldType(models, name, field))}`);
      const constant = `o${lines.length}`;
      lines.push(`const ${constant}: model.${name} = { ${members.join(', ')} };`);
      return constant;
    }
    if (declared === 'Date' && !Number.isNaN(Date.parse(value))) return `new Date(${JSON.stringify(value)})`;
    const enumeration = models.get(declared.split('.')[0])?.enums.get(declared);
    const member = enumeration?.get(value);
    return member ? `model.${declared}.${member}` : JSON.stringify(value);
  };
  const whole = expression(body, `model.${type}`);
  return `${lines.join('\n')}\nexport default ${whole};\n`;
}

/** A folder of the build for TypeScript that is written here. */
export function typesFolder(name) {
  const build = process.env.GATEHOUSE_TYPES_DIR;
  if (!build) throw new Error('GATEHOUSE_TYPES_DIR names the folder to generate TypeScript in');
  return join(build, name);
}

/** Runs `tsc --strict` on the sources, [name, text] each; returns the lines of its errors. */
export function typeErrors(folder, sources) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of sources) writeFileSync(join(folder, `${name}.ts`), text);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: {
      strict: true, noEmit: true, target: 'es2022', module: 'nodenext', types: [],
      paths: { '*/lib/model': [join(folderOf('*'), 'index.d.ts')] },
    },
    files: sources.map(([name]) => `${name}.ts`),
  }));
  const compiler = join(packages, 'typescript', 'bin', 'tsc');
  try {
    execFileSync(process.execPath, [compiler, '--strict', '--pretty', 'false', '-p', '.'], { cwd: folder, stdio: 'pipe' });
    return [];
  } catch (error) {
    if (!error.stdout?.length) throw error; // it did not even run
    return error.stdout.toString().trim().split('\n');
  }
}
