#!/usr/bin/env node
import '../dist/mnn.js';
