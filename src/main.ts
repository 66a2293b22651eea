/** The program. */
process.stdout.write('mnn\n');
