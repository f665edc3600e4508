/** From conversations to findings: {@link dev.weir.analysis.diagnosis.Examination} puts every rule to every one. */
package dev.weir.analysis.diagnosis;
