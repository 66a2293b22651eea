#!/usr/bin/env node
require('../dist/mnn.cjs');
