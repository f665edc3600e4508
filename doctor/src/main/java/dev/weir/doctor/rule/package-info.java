/**
 * What the results of a visit amount to. Each rule reads the whole visit, claims what the evidence proves, and says what it
 * ruled out; a healthy target gives nothing.
 */
package dev.weir.doctor.rule;
